import { expect, test } from "bun:test";
import { costOf, figuresOf, judgeSaga } from "./figures.ts";
import type { Placed } from "./placing.ts";

function placed(said: Partial<Placed> = {}): Placed {
  return { accepted: [], sagaMs: [100], failed: 0, elapsedMs: 1_000, ...said };
}

const NEEDS = {
  writes: { "insert orders": 1, "insert allocations": 1.02, "update orders": 9, "update stock": 2.9 },
  reads: { "find orders": 6 },
  messages: { "orders.v1.placed": 1, "orders.v1.confirmed": 1 },
};

const FINDINGS = { needs: NEEDS, concurrency: 4, idle: placed(), full: placed(), half: placed(), floorPerSecond: 10, lawsHeld: true };

test("the floor does what an order does, in whole commands, new documents and changed ones apart", () => {
  expect(costOf(NEEDS)).toEqual({ inserts: 2, updates: 12, publishes: 2 });
});

test("the rate is of confirmed orders, by the time that all took", () => {
  const full = placed({ sagaMs: [1, 2, 3, 4], failed: 6, elapsedMs: 2_000 });
  expect(figuresOf({ ...FINDINGS, full })).toMatchObject({ confirmedPerSecond: 2, ofFloor: 0.2, failed: 6 });
});

test("a saga's p99 at half load is held against the idle median", () => {
  const idle = placed({ sagaMs: [10, 20, 900] });
  const half = placed({ sagaMs: [40, 50, 60] });
  expect(figuresOf({ ...FINDINGS, idle, half })).toMatchObject({ idleP50Ms: 20, halfLoadP99Ms: 60, slowdown: 3 });
});

test("what an order needs is told in sum", () => {
  const { writesPerOrder, readsPerOrder, messagesPerOrder } = figuresOf(FINDINGS);
  expect([Number(writesPerOrder.toFixed(2)), readsPerOrder, messagesPerOrder]).toEqual([13.92, 6, 2]);
});

test("half of the floor and ten times the idle time are just enough", () => {
  expect(judgeSaga({ ofFloor: 0.5, slowdown: 10 }).map(({ met }) => met)).toEqual([true, true]);
  expect(judgeSaga({ ofFloor: 0.49, slowdown: 10.1 }).map(({ met }) => met)).toEqual([false, false]);
});
