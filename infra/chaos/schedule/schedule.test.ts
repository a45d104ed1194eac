import { describe, expect, test } from "bun:test";
import { createDice } from "./dice.ts";
import { describeFault, type Fault, isPartition, links, nameOf, targets } from "./fault.ts";
import { createSchedule } from "./schedule.ts";

const MINUTE_MS = 60_000;
const seeds = Array.from({ length: 200 }, (_, index) => index + 1);

function endsOf(faults: readonly Fault[]): readonly (readonly [number, number])[] {
  return faults.map(({ atMs, lastsMs }) => [atMs, atMs + lastsMs]);
}

describe("a schedule", () => {
  test("follows from its seed and duration alone", () => {
    const options = { seed: 7, durationMs: 5 * MINUTE_MS };
    expect(createSchedule(options)).toEqual(createSchedule(options));
    expect(createSchedule({ ...options, seed: 8 })).not.toEqual(createSchedule(options));
  });

  test("of five minutes kills more than thirty times, and everything at least twice", () => {
    for (const seed of seeds) {
      const { kills } = createSchedule({ seed, durationMs: 5 * MINUTE_MS });
      expect(kills.length).toBeGreaterThan(30);
      const killed = kills.map((fault) => ("target" in fault ? fault.target : "nothing"));
      for (const target of targets) expect(killed.filter((one) => one === target).length).toBeGreaterThanOrEqual(2);
    }
  });

  test("of five minutes disturbs in every way", () => {
    for (const seed of seeds) {
      const { disturbances } = createSchedule({ seed, durationMs: 5 * MINUTE_MS });
      expect(new Set(disturbances.map(({ kind }) => kind))).toEqual(new Set(["pause", "cut", "silence", "delay"]));
    }
  });

  test.each([1_000, 20_000, 5 * MINUTE_MS])("of %i ms is over in time, and a row has one fault after the other", (durationMs) => {
    for (const seed of seeds) {
      const { kills, disturbances } = createSchedule({ seed, durationMs });
      for (const row of [kills, disturbances]) {
        const times = endsOf(row).flat();
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(times[0]).toBeGreaterThanOrEqual(0);
        expect(times.at(-1)).toBeLessThanOrEqual(durationMs);
      }
    }
  });
});

test("the connections are those of the topology: to servers, and of the router to every subgraph", () => {
  expect(links.map(nameOf)).toContain("orders→nats");
  expect(links.map(nameOf)).toContain("accounts→database");
  expect(links.filter(({ from }) => from === "router").map(({ to }) => to)).toEqual([
    "accounts",
    "catalog",
    "inventory",
    "orders",
    "payments",
  ]);
});

test("a fault says what it is", () => {
  const time = { atMs: 0, lastsMs: 1 };
  const link = { from: "orders", to: "nats" } as const;
  const faults: readonly Fault[] = [
    { kind: "kill", target: "database", ...time },
    { kind: "silence", link, ...time },
    { kind: "delay", link, delayMs: 40, ...time },
  ];
  expect(faults.map(describeFault)).toEqual(["kill database", "silence orders→nats", "delay orders→nats by 40 ms"]);
  expect(faults.map(isPartition)).toEqual([false, true, true]);
});

test("dice of one seed fall differently for another use, and evenly", () => {
  const first = Array.from({ length: 4 }, createDice(1, "one").next);
  expect(first).not.toEqual(Array.from({ length: 4 }, createDice(1, "other").next));
  const dice = createDice(3, "even");
  const counts = [0, 0, 0, 0, 0];
  for (let index = 0; index < 50_000; index += 1) counts[dice.between(0, 4)]! += 1;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  expect(dice.shuffle([1, 2, 3, 4, 5]).toSorted()).toEqual([1, 2, 3, 4, 5]);
});
