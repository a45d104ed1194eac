import { type Database, isDuplicateKey } from "@mercato/chassis/mongo";
import type { Money } from "@mercato/contracts/values/money";
import { ProviderRequestError } from "../errors.ts";
import type { ProviderTransaction } from "../provider.ts";
import type { Scenario } from "./scenario.ts";

/** `sealed`: its key was spent before anything was authorized under it. */
type AccountStatus = "sealed" | "declined" | "authorized" | "captured" | "voided";

interface Entry {
  readonly id: string;
  readonly key: string;
  readonly kind: ProviderTransaction["kind"];
  readonly amountMinor: number;
  readonly at: Date;
}

/**
 * One authorization and all that came of it: one document, so that each move is one conditional write, whatever else happens at the same
 * moment, and whenever the process dies.
 */
export interface Account {
  /** The idempotency key of the authorization: a second insert under it is refused by the database itself. */
  readonly _id: string;
  readonly authorizationId: string;
  readonly orderId: string;
  readonly scenario: Scenario;
  readonly status: AccountStatus;
  readonly amountMinor: number;
  readonly currency: string;
  readonly capturedMinor: number;
  /** What may still be given back. */
  readonly refundableMinor: number;
  readonly decline: { readonly code: string; readonly message: string } | null;
  readonly entries: readonly Entry[];
  readonly createdAt: Date;
}

/** How often a fault was shown for a key. */
interface Fault {
  readonly _id: string;
  readonly shown: number;
}

/** A move of money under an idempotency key of its own. */
export interface Move {
  readonly key: string;
  readonly authorizationId: string;
  readonly amount: Money;
}

function idOf(prefix: string, key: string): string {
  return `${prefix}_${new Bun.CryptoHasher("sha256").update(key).digest("hex").slice(0, 24)}`;
}

function entryOf(kind: Entry["kind"], key: string, booked: { readonly amountMinor: number; readonly at: Date }): Entry {
  return { id: idOf("txn", `${kind} ${key}`), key, kind, ...booked };
}

/** The amount of an account's entry of a kind under a key; null when there is none. */
export function bookedUnder(account: Account, kind: Entry["kind"], key: string): number | null {
  return account.entries.find((entry) => entry.kind === kind && entry.key === key)?.amountMinor ?? null;
}

/** What an account is opened with. */
export interface Opening {
  readonly key: string;
  readonly orderId: string;
  /** Null when the key is spent without an authorization. */
  readonly amount: Money | null;
  readonly scenario: Scenario;
  readonly status: "sealed" | "declined" | "authorized";
  readonly decline: Account["decline"];
}

function newAccount({ key, orderId, amount, scenario, status, decline }: Opening, at: Date): Account {
  const amountMinor = amount?.amountMinor ?? 0;
  return {
    _id: key,
    authorizationId: idOf("auth", key),
    orderId,
    scenario,
    status,
    amountMinor,
    // ISO 4217 for "no currency".
    currency: amount?.currency ?? "XXX",
    capturedMinor: 0,
    refundableMinor: 0,
    decline,
    entries: status === "authorized" ? [entryOf("AUTHORIZATION", key, { amountMinor, at })] : [],
    createdAt: at,
  };
}

function transactionsOf({ currency, entries }: Account): readonly ProviderTransaction[] {
  return entries.map(({ id, kind, amountMinor, at }) => ({ id, kind, at, amount: { amountMinor, currency } }));
}

/** The sandbox's own books, in a database of its own. */
export interface Books {
  /** Opens the account of an authorization, or finds the one that was opened under its key before. */
  open(opening: Opening): Promise<Account>;
  /** Each tries its move, and reads the account as it then is: the caller sees there what came of it. */
  capture(move: Move): Promise<Account>;
  void(move: Move): Promise<Account>;
  refund(move: Move): Promise<Account>;
  /** @throws ProviderRequestError when there is no such authorization. */
  account(operation: string, authorizationId: string): Promise<Account>;
  transactions(orderId: string): Promise<readonly ProviderTransaction[]>;
  /** Counts a fault that is about to be shown: true for the first `times`. */
  isToShow(fault: string, times: number): Promise<boolean>;
}

/** Opens the books. @throws when the database refuses the indexes. */
export async function openBooks(database: Database, now: () => Date): Promise<Books> {
  const db = database.connection.getClient().db(database.connection.name);
  const accounts = db.collection<Account>("accounts");
  const faults = db.collection<Fault>("faults");
  await accounts.createIndex({ authorizationId: 1 }, { unique: true });
  await accounts.createIndex({ orderId: 1 });

  async function account(operation: string, authorizationId: string): Promise<Account> {
    const found = await accounts.findOne({ authorizationId });
    if (found === null) throw new ProviderRequestError(operation, "there is no such authorization");
    return found;
  }

  async function open(opening: Opening): Promise<Account> {
    const fresh = newAccount(opening, now());
    try {
      await accounts.insertOne(fresh);
      return fresh;
    } catch (error) {
      const existing = isDuplicateKey(error) ? await accounts.findOne({ _id: fresh._id }) : null;
      if (existing === null) throw error;
      return existing;
    }
  }

  return {
    account,
    open,
    async capture({ key, authorizationId, amount: { amountMinor, currency } }) {
      const filter = { authorizationId, status: "authorized", currency, amountMinor: { $gte: amountMinor } } as const;
      const set = { status: "captured", capturedMinor: amountMinor, refundableMinor: amountMinor } as const;
      const entry = entryOf("CAPTURE", key, { amountMinor, at: now() });
      await accounts.updateOne(filter, { $set: set, $push: { entries: entry } });
      return account("capture", authorizationId);
    },
    async void({ key, authorizationId }) {
      const { amountMinor } = await account("void", authorizationId);
      const entry = entryOf("VOID", key, { amountMinor, at: now() });
      await accounts.updateOne({ authorizationId, status: "authorized" }, { $set: { status: "voided" }, $push: { entries: entry } });
      return account("void", authorizationId);
    },
    async refund({ key, authorizationId, amount: { amountMinor, currency } }) {
      const filter = {
        authorizationId,
        status: "captured",
        currency,
        refundableMinor: { $gte: amountMinor },
        "entries.key": { $ne: key },
      } as const;
      const entry = entryOf("REFUND", key, { amountMinor, at: now() });
      await accounts.updateOne(filter, { $inc: { refundableMinor: -amountMinor }, $push: { entries: entry } });
      return account("refund", authorizationId);
    },
    async transactions(orderId) {
      const found = await accounts.find({ orderId }).toArray();
      return found.flatMap(transactionsOf).toSorted((a, b) => a.at.getTime() - b.at.getTime());
    },
    async isToShow(fault, times) {
      const counted = await faults.findOneAndUpdate({ _id: fault }, { $inc: { shown: 1 } }, { upsert: true, returnDocument: "after" });
      return (counted?.shown ?? 1) <= times;
    },
  };
}
