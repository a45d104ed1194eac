import { expect, test } from "bun:test";
import fc from "fast-check";
import { backoffMs } from "./backoff.ts";

const options = { firstMs: 200, maxMs: 30_000 };

test("the wait doubles with every failure, up to the cap", () => {
  const longest = { next: () => 0.999_999 };
  expect([1, 2, 3, 4].map((attempt) => backoffMs(attempt, options, longest))).toEqual([200, 400, 800, 1_600]);
  expect(backoffMs(50, options, longest)).toBe(30_000);
  expect(backoffMs(1_000_000, options, longest)).toBe(30_000);
});

test("every wait is between half of the ceiling and the ceiling", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
      const ceiling = Math.min(options.maxMs, options.firstMs * 2 ** (attempt - 1));
      const wait = backoffMs(attempt, options, { next: () => random });
      expect(wait).toBeGreaterThanOrEqual(Math.floor(ceiling / 2));
      expect(wait).toBeLessThanOrEqual(ceiling);
    }),
  );
});
