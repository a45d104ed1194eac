import { type Aggregate, type AggregateDocument, aggregateSchema, createAggregateStore } from "@mercato/chassis/aggregate";
import type { OutgoingMessage } from "@mercato/chassis/bus";
import type { Clock, Randomness } from "@mercato/chassis/clock";
import { ensureIndexes, isDuplicateKey } from "@mercato/chassis/mongo";
import type { OutboxRelay, OutboxSource } from "@mercato/chassis/outbox";
import type { Connection } from "mongoose";
import type { Account, UserRecord } from "../domain/account.ts";

export type OpenOutcome = { readonly kind: "opened"; readonly user: UserRecord } | { readonly kind: "email-taken" };

export type ChangeOutcome<Result> = { readonly kind: "changed"; readonly result: Result } | { readonly kind: "no-such-user" };

export interface UserStore extends OutboxSource {
  find(id: string): Promise<UserRecord | null>;
  /** Those that exist, by id. */
  findMany(ids: readonly string[]): Promise<ReadonlyMap<string, UserRecord>>;
  /** With the hash: for the check of a password. */
  findByEmail(email: string): Promise<{ readonly user: UserRecord; readonly passwordHash: string } | null>;
  /** Writes a new account and its messages in one step. Doing it again with the same id is doing it once. */
  open(id: string, account: Account, messages: readonly OutgoingMessage[]): Promise<OpenOutcome>;
  /** Load → decide → write if nobody was in between, else again; so `decide` must be pure. The account it was given means "no change". */
  change<Result>(
    id: string,
    decide: (account: Account) => { readonly account: Account; readonly result: Result },
  ): Promise<ChangeOutcome<Result>>;
  /** From now on messages are offered to the relay as soon as they are written. */
  relayTo(relay: OutboxRelay): void;
}

type UserDocument = AggregateDocument<Account, Account>;

function toUser({ id, createdAt, state }: Pick<Aggregate<Account, Account>, "id" | "createdAt" | "state">): UserRecord {
  const { passwordHash: _stays, ...rest } = state;
  return { ...rest, id, createdAt };
}

function defineModel(connection: Connection) {
  const schema = aggregateSchema<Account, Account>();
  schema.index({ "state.email": 1 }, { unique: true });
  return connection.model<UserDocument>("User", schema, "users");
}

/**
 * Users as aggregates with an outbox and without history: accounts are not event-sourced, so a change is the whole new state, and what people
 * took back (an old address, an old hash) is gone.
 */
export async function createUserStore(options: {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly randomness: Randomness;
}): Promise<UserStore> {
  const { connection, clock, randomness } = options;
  const model = defineModel(connection);
  await ensureIndexes([model], { clock, randomness });
  const aggregates = createAggregateStore<Account, Account>({
    model,
    context: "accounts",
    evolve: (_before, after) => after,
    history: "none",
    clock,
    randomness,
  });

  return {
    pending: aggregates.pending,
    published: aggregates.published,
    backlog: aggregates.backlog,
    relayTo: aggregates.relayTo,
    async find(id) {
      const found = await aggregates.load(id);
      return found === null ? null : toUser(found);
    },
    async findMany(ids) {
      const found = await aggregates.loadMany(ids);
      return new Map(found.map((aggregate) => [aggregate.id, toUser(aggregate)]));
    },
    async findByEmail(email) {
      const found = await model.findOne({ "state.email": email }, { state: 1, createdAt: 1 }).lean<UserDocument>();
      if (found === null) return null;
      return { user: toUser({ ...found, id: found._id }), passwordHash: found.state.passwordHash };
    },
    async open(id, account, messages) {
      try {
        const opened = await aggregates.update(id, (current) =>
          current === null ? { events: [account], messages, result: null } : { events: [], result: null },
        );
        // An update that left something behind has an aggregate.
        return { kind: "opened", user: toUser(opened.aggregate as Aggregate<Account, Account>) };
      } catch (error) {
        // The id is new, so what is taken is the e-mail address: the unique index decides, between two who register at once too.
        if (isDuplicateKey(error)) return { kind: "email-taken" };
        throw error;
      }
    },
    async change<Result>(id: string, decide: (account: Account) => { readonly account: Account; readonly result: Result }) {
      const updated = await aggregates.update<ChangeOutcome<Result>>(id, (current) => {
        if (current === null) return { events: [], result: { kind: "no-such-user" } };
        const { account, result } = decide(current.state);
        return { events: account === current.state ? [] : [account], result: { kind: "changed", result } };
      });
      // Without a message id no update is a duplicate.
      return updated.kind === "applied" ? updated.result : { kind: "no-such-user" };
    },
  };
}
