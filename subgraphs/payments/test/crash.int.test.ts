import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { systemClock, systemRandomness } from "@mercato/chassis/clock";
import type { OutboxEntry } from "@mercato/chassis/outbox";
import { startWorld, type World } from "@mercato/chassis/testing";
import { type CommandDelivery, type CommandPorts, runCommand } from "../commands/run-command.ts";
import { evolve } from "../domain/evolve.ts";
import { type PaymentState, paymentIdOf } from "../domain/payment.ts";
import { openProvider } from "../provider/open-provider.ts";
import type { PaymentProvider } from "../provider/provider.ts";
import { openPaymentStore, type PaymentStore } from "../store/payment-store.ts";

const LIMIT = 120_000;
let world: World;
let store: PaymentStore;
let provider: PaymentProvider;

beforeAll(async () => {
  world = await startWorld();
  world.databaseName("payments_sandbox");
  const database = await world.connectDatabase("payments");
  store = await openPaymentStore({ database, clock: systemClock, randomness: systemRandomness });
  const opened = await openProvider({
    kind: "sandbox",
    mongoUrl: world.mongoUrl,
    mongoDatabase: world.databaseName("payments"),
    clock: systemClock,
    log: world.log,
  });
  provider = world.track(opened).provider;
}, LIMIT);
afterAll(() => world.stop(), LIMIT);

/** The process ends here: nothing after this line happens. */
class Crash extends Error {}

/** Where a delivery dies: around its `at`th use of a port (from 0), before the port did anything or after it did all. */
interface CrashPoint {
  readonly at: number;
  readonly when: "before" | "after";
}

/** The ports of one process, which dies at a point; null never dies. */
function portsThatDie(point: CrashPoint | null): CommandPorts {
  let uses = 0;
  async function use<T>(work: () => Promise<T>): Promise<T> {
    const isHere = point !== null && point.at === uses;
    uses += 1;
    if (isHere && point.when === "before") throw new Crash();
    const result = await work();
    if (isHere) throw new Crash();
    return result;
  }
  return {
    store: { update: (id, decide, options) => use(() => store.update(id, decide, options)) },
    provider: {
      name: provider.name,
      authorize: (request) => use(() => provider.authorize(request)),
      settle: (request) => use(() => provider.settle(request)),
      capture: (request) => use(() => provider.capture(request)),
      void: (request) => use(() => provider.void(request)),
      refund: (request) => use(() => provider.refund(request)),
      transactions: (request) => provider.transactions(request),
    },
  };
}

/** One delivery to one process. Says whether the process outlived it. */
async function deliver(delivery: CommandDelivery, point: CrashPoint | null): Promise<boolean> {
  try {
    await runCommand(portsThatDie(point), delivery);
    return true;
  } catch (error) {
    if (error instanceof Crash) return false;
    throw error;
  }
}

type Ask = (kind: "authorize" | "capture" | "cancel" | "refund") => CommandDelivery;

function asking(orderId: string): Ask {
  const amount = { amountMinor: 1_000, currency: "GBP" };
  return (kind) => {
    const asked = { operationId: `${orderId}:${kind}`, orderId };
    const messageId = `msg-${orderId}-${kind}`;
    switch (kind) {
      case "authorize":
        return { command: { kind, ...asked, payerId: "usr_1", amount }, messageId, paymentToken: "sandbox-ok" };
      case "refund":
        return {
          command: { kind, ...asked, refundId: "ret_1", amount: { ...amount, amountMinor: 300 }, reason: null },
          messageId,
          paymentToken: null,
        };
      default:
        return { command: { kind, ...asked }, messageId, paymentToken: null };
    }
  };
}

interface Scenario {
  readonly name: string;
  /** What happened before; a point says where that delivery died, never to come back. */
  readonly before: readonly (readonly ["authorize" | "capture" | "refund", CrashPoint | null])[];
  readonly command: "authorize" | "capture" | "cancel" | "refund";
  readonly answer: string;
  readonly books: readonly string[];
  readonly status: PaymentState["status"];
}

const held = "AUTHORIZATION 1000";
const taken = [held, "CAPTURE 1000"];
const gone = [held, "VOID 1000"];
const AUTHORIZED = ["authorize", null] as const;
const CAPTURED = [AUTHORIZED, ["capture", null]] as const;
const DURING_CALL = { at: 1, when: "before" } as const;
const AFTER_CALL = { at: 1, when: "after" } as const;

const scenarios: readonly Scenario[] = [
  { name: "authorize", before: [], command: "authorize", answer: "authorized", books: [held], status: "authorized" },
  { name: "capture", before: [AUTHORIZED], command: "capture", answer: "captured", books: taken, status: "captured" },
  {
    name: "refund",
    before: CAPTURED,
    command: "refund",
    answer: "refunded",
    books: [...taken, "REFUND 300"],
    status: "partially-refunded",
  },
  { name: "cancel before anything", before: [], command: "cancel", answer: "cancelled", books: [], status: "none" },
  { name: "cancel what is authorized", before: [AUTHORIZED], command: "cancel", answer: "cancelled", books: gone, status: "voided" },
  {
    name: "cancel what is captured",
    before: CAPTURED,
    command: "cancel",
    answer: "cancelled",
    books: [...taken, "REFUND 1000"],
    status: "refunded",
  },
  {
    name: "cancel an authorization that never reached the provider",
    before: [["authorize", DURING_CALL]],
    command: "cancel",
    answer: "cancelled",
    books: [],
    status: "declined",
  },
  {
    name: "cancel an authorization whose answer was lost",
    before: [["authorize", AFTER_CALL]],
    command: "cancel",
    answer: "cancelled",
    books: gone,
    status: "voided",
  },
  {
    name: "cancel a capture that never reached the provider",
    before: [AUTHORIZED, ["capture", DURING_CALL]],
    command: "cancel",
    answer: "cancelled",
    books: gone,
    status: "voided",
  },
  {
    name: "cancel a capture whose answer was lost",
    before: [AUTHORIZED, ["capture", AFTER_CALL]],
    command: "cancel",
    answer: "cancelled",
    books: [...taken, "REFUND 1000"],
    status: "refunded",
  },
  {
    name: "cancel while a refund is in doubt",
    before: [...CAPTURED, ["refund", AFTER_CALL]],
    command: "cancel",
    answer: "cancelled",
    books: [...taken, "REFUND 300", "REFUND 700"],
    status: "refunded",
  },
];

async function prepared({ before }: Scenario): Promise<{ readonly orderId: string; readonly ask: Ask }> {
  const orderId = `ord_${crypto.randomUUID()}`;
  const ask = asking(orderId);
  for (const [kind, point] of before) expect(await deliver(ask(kind), point)).toBe(point === null);
  return { orderId, ask };
}

async function published(orderId: string, operationId: string): Promise<readonly OutboxEntry[]> {
  const waiting = await store.pending(new Date(Date.now() + 60_000), 10_000);
  const entries = waiting.find(({ documentId }) => documentId === paymentIdOf(orderId))?.entries ?? [];
  return entries.filter(({ data }) => (data as { readonly operationId: string }).operationId === operationId);
}

async function expectEnd(scenario: Scenario, orderId: string): Promise<void> {
  const answers = await published(orderId, `${orderId}:${scenario.command}`);
  expect(answers.map(({ type }) => type)).toEqual([`payments.v1.${scenario.answer}`]);
  const books = await provider.transactions({ orderId });
  expect(books.map(({ kind, amount }) => `${kind} ${amount.amountMinor}`)).toEqual([...scenario.books]);
  const payment = await store.load(paymentIdOf(orderId));
  expect(payment?.state).toMatchObject({ status: scenario.status, pending: null });
  expect(payment?.state.operations.every(({ answer }) => answer !== null)).toBe(true);
  expect(payment?.history.reduce<PaymentState | null>((state, { event }) => evolve(state, event), null)).toEqual(payment?.state ?? null);
}

describe.each(["before", "after"] as const)("Law 4, Law 5: a process that dies %s any write or call", (when) => {
  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    "%s: the next one goes on, and it happens once",
    async (_name, scenario) => {
      let crashes = 0;
      for (let at = 0, survived = false; !survived; at += 1) {
        const { orderId, ask } = await prepared(scenario);
        survived = await deliver(ask(scenario.command), { at, when });
        if (!survived) crashes += 1;
        // Twice: the second finds it done, as after an acknowledgement that was lost.
        for (let delivery = 0; delivery < 2; delivery += 1) expect(await deliver(ask(scenario.command), null)).toBe(true);
        await expectEnd(scenario, orderId);
      }
      expect(crashes).toBeGreaterThan(0);
    },
    LIMIT,
  );

  test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
    "%s: dying again and again, each time a step later, it still happens once",
    async (_name, scenario) => {
      const { orderId, ask } = await prepared(scenario);
      for (let at = 0; !(await deliver(ask(scenario.command), { at, when })); at += 1);
      await expectEnd(scenario, orderId);
    },
    LIMIT,
  );
});

test(
  "a command that was superseded finds its answer when it is delivered again",
  async () => {
    const orderId = `ord_${crypto.randomUUID()}`;
    const ask = asking(orderId);
    await deliver(ask("authorize"), AFTER_CALL);
    await deliver(ask("cancel"), null);
    expect(await deliver(ask("authorize"), null)).toBe(true);
    const answers = await published(orderId, `${orderId}:authorize`);
    expect(new Set(answers.map(({ type }) => type))).toEqual(new Set(["payments.v1.declined"]));
    expect(answers[0]?.data).toMatchObject({ code: "CANCELLED" });
  },
  LIMIT,
);
