import { expect, test } from "bun:test";
import { describeMemory, warmUpOf } from "./soak.ts";

/** A sample every second. */
function samples(seconds: number, rssAt: (second: number) => number) {
  return Array.from({ length: seconds + 1 }, (_, second) => ({ seconds: second, rssMb: rssAt(second) }));
}

test("memory that grows by a megabyte a minute grows by sixty an hour", () => {
  const found = describeMemory(
    samples(600, (second) => 100 + second / 60),
    600,
  );
  expect(found.slopeMbPerHour).toBeCloseTo(60);
  expect(found.lastRssMb).toBeCloseTo(110);
});

test("what a heap grows by in the warm-up is no slope", () => {
  const found = describeMemory(
    samples(600, (second) => Math.min(second, 100)),
    600,
  );
  expect(found.slopeMbPerHour).toBeCloseTo(0);
  expect(found).toMatchObject({ warmRssMb: 100, lastRssMb: 100, mostRssMb: 100 });
});

test("a peak in the warm-up is told as the most", () => {
  expect(
    describeMemory(
      samples(100, (second) => (second === 3 ? 500 : 100)),
      100,
    ).mostRssMb,
  ).toBe(500);
});

test("the warm-up is a fifth of the time, and two minutes at most", () => {
  expect(warmUpOf(60)).toBe(12);
  expect(warmUpOf(3_600)).toBe(120);
});
