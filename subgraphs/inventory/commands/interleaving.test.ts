import { expect, test } from "bun:test";
import { createLog } from "@mercato/chassis/log";
import * as fc from "fast-check";
import { mergeLines } from "../domain/stock.ts";
import { heldBy } from "../test/laws.ts";
import { createMemory, type Memory, memoryStores, type Turn } from "../test/memory-stores.ts";
import { createTurns } from "../test/turns.ts";
import { createBookingCommands } from "./book-stock.ts";
import type { CommandDependencies } from "./dependencies.ts";
import { keepStock } from "./keep-stock.ts";
import { createOrderCommands } from "./order-commands.ts";
import { settleDue } from "./sweeps.ts";

const SKUS = ["a", "b", "c"] as const;
const NOON = new Date("2026-11-21T12:00:00.000Z");
const LATER = new Date("2026-11-21T12:30:00.000Z");
const EVENING = new Date("2026-11-21T18:00:00.000Z");
const log = createLog({ service: "test", level: "silent" });

const sku = fc.constantFrom(...SKUS);
const line = fc.record({ sku, quantity: fc.integer({ min: 1, max: 4 }) });
const lines = fc.array(line, { minLength: 1, maxLength: 3 });
const order = fc.constantFrom("o1", "o2", "o3");

/** What an actor does. The same step may be taken by several, as when a message comes twice. */
type Step =
  | { readonly kind: "reserve"; readonly orderId: string; readonly isShort: boolean }
  | { readonly kind: "commit" | "release" | "settle"; readonly orderId: string }
  | {
      readonly kind: "restock";
      readonly orderId: string;
      readonly returnId: string;
      readonly lines: readonly { sku: string; quantity: number }[];
    }
  | { readonly kind: "receive"; readonly key: string; readonly lines: readonly { sku: string; quantity: number }[] }
  | { readonly kind: "adjust"; readonly key: string; readonly sku: string; readonly quantity: number }
  | { readonly kind: "keep" | "sweep" };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("reserve" as const), orderId: order, isShort: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom("commit" as const, "release" as const, "settle" as const), orderId: order }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("restock" as const), orderId: order, returnId: fc.constantFrom("r1", "r2"), lines }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("receive" as const), key: fc.constantFrom("k1", "k2"), lines }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("adjust" as const),
      key: fc.constantFrom("k1", "k2"),
      sku,
      quantity: fc.integer({ min: -4, max: 4 }).filter((n) => n !== 0),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("keep" as const, "sweep" as const) }) },
);

interface Actor {
  readonly steps: readonly Step[];
  readonly diesAt: number | undefined;
  readonly isLate: boolean;
}

const actor: fc.Arbitrary<Actor> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 4 }),
  diesAt: fc.option(fc.integer({ min: 2, max: 60 }), { nil: undefined }),
  isLate: fc.boolean(),
});

const scenario = fc.record({
  seed: fc.integer(),
  stay: fc.constantFrom(0, 0.5, 0.8, 0.95),
  opening: fc.record({ a: fc.integer({ min: 0, max: 8 }), b: fc.integer({ min: 0, max: 8 }) }),
  wanted: fc.record({ o1: lines, o2: lines, o3: lines }),
  actors: fc.array(actor, { minLength: 2, maxLength: 7 }),
});
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never;

function commandsOf(memory: Memory, turn: Turn, now: Date) {
  const dependencies: CommandDependencies = {
    stores: memoryStores(memory, turn),
    clock: { now: () => now, sleep: turn },
    randomness: { next: () => 0 },
    log,
    settleAfterMs: 1,
  };
  return { dependencies, orders: createOrderCommands(dependencies), bookings: createBookingCommands(dependencies) };
}

async function take(
  memory: Memory,
  taken: Step,
  { turn, now, wanted }: { turn: Turn; now: Date; wanted: Scenario["wanted"] },
): Promise<void> {
  const { dependencies, orders, bookings } = commandsOf(memory, turn, now);
  const published = { publish: turn, ready: () => true };
  switch (taken.kind) {
    case "reserve": {
      const { orderId, isShort } = taken;
      const expiresAt = isShort ? LATER : EVENING;
      return orders.reserve({ operationId: `${orderId}:reserve`, orderId, lines: wanted[orderId as keyof typeof wanted], expiresAt });
    }
    case "commit":
    case "release":
      return orders[taken.kind]({ operationId: `${taken.orderId}:${taken.kind}`, orderId: taken.orderId });
    case "settle":
      return orders.settle(taken.orderId);
    case "restock": {
      const { orderId, returnId } = taken;
      return orders.restock({ operationId: `${orderId}:${returnId}`, orderId, returnId, lines: taken.lines });
    }
    case "receive":
      await bookings.receive({ key: taken.key, location: "main", lines: taken.lines });
      return;
    case "adjust":
      await bookings.adjust({ ...taken, location: "main", reason: "CORRECTION", note: null });
      return;
    case "keep":
      await keepStock({ ...dependencies, bus: published });
      return;
    case "sweep":
      await settleDue(dependencies, { orders, bookings });
  }
}

async function play({ seed, stay, opening, wanted, actors }: Scenario): Promise<Memory> {
  const memory = createMemory();
  await take(
    memory,
    { kind: "receive", key: "opening", lines: SKUS.map((one) => ({ sku: one, quantity: 1 + (one === "c" ? 0 : opening[one]) })) },
    { turn: async () => {}, now: NOON, wanted },
  );
  const turns = createTurns(seed, stay);
  for (const { steps, diesAt, isLate } of actors) {
    turns.start(async (turn) => {
      for (const one of steps) await take(memory, one, { turn, now: isLate ? new Date(LATER.getTime() + 1) : NOON, wanted });
    }, diesAt);
  }
  await turns.finish();
  return memory;
}

/** What a new instance of the service does after a crash. */
async function recover(memory: Memory): Promise<void> {
  const turn = async () => {};
  const { dependencies, orders, bookings } = commandsOf(memory, turn, new Date(LATER.getTime() + 10_000));
  for (let round = 0; round < 4; round += 1) {
    await settleDue(dependencies, { orders, bookings });
    await keepStock({ ...dependencies, bus: { publish: turn, ready: () => true } });
  }
}

function expectSound(memory: Memory): void {
  const allocations = [...memory.allocations.values()].map(({ state }) => state);
  expect(allocations.filter(({ work }) => work !== null)).toEqual([]);
  expect([...memory.bookings.values()].filter(({ status }) => status !== "booked" && status !== "refused")).toEqual([]);
  for (const { id, sku: one, onHand, reserved, operations, lookAt } of memory.stock.values()) {
    const ledger = [...memory.movements.values()].reduce((sum, { stockId, quantity }) => sum + (stockId === id ? quantity : 0), 0);
    const held = allocations.reduce((sum, allocation) => sum + heldBy(allocation, one), 0);
    expect({ id, onHand, reserved, operations, lookAt }).toEqual({ id, onHand: ledger, reserved: held, operations: [], lookAt: null });
  }
}

function expectOneAnswerEach(memory: Memory): void {
  for (const { messages, state } of memory.allocations.values()) {
    const byOperation = Map.groupBy(messages, ({ data }) => (data as { operationId: string }).operationId);
    for (const answers of byOperation.values())
      expect(new Set(answers.map((one) => JSON.stringify([one.contract.type, one.data]))).size).toBe(1);
    expect(new Set(state.answers.map(({ operationId }) => operationId)).size).toBe(state.answers.length);
    for (const { quantity, restocked } of state.lines) expect(restocked).toBeLessThanOrEqual(quantity);
  }
}

function expectEnds(memory: Memory, wanted: Scenario["wanted"]): void {
  for (const { state } of memory.allocations.values()) {
    const sold = [...memory.movements.values()].filter(({ orderId }) => orderId === state.orderId);
    const net = mergeLines(sold);
    if (state.status === "committed") {
      const expected = mergeLines(wanted[state.orderId as keyof typeof wanted]).map(({ sku: one, quantity }) => {
        const back = state.lines.find((allocated) => allocated.sku === one)?.restocked ?? 0;
        return { sku: one, quantity: back - quantity };
      });
      expect(net.toSorted((x, y) => x.sku.localeCompare(y.sku))).toEqual(expected.toSorted((x, y) => x.sku.localeCompare(y.sku)));
    } else expect(net.every(({ quantity }) => quantity === 0)).toBe(true);
  }
}

test("Law 1: no oversell — whatever actors do at once, die of, or wake up from, every unit is accounted for", async () => {
  await fc.assert(
    fc.asyncProperty(scenario, async (given) => {
      const memory = await play(given);
      await recover(memory);
      expectSound(memory);
      expectOneAnswerEach(memory);
      expectEnds(memory, given.wanted);
    }),
    { numRuns: 1_000 },
  );
}, 120_000);
