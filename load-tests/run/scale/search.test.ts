import { expect, test } from "bun:test";
import { doubling, findHighestRate } from "./search.ts";

const holdsUpTo = (limit: number) => async (rate: number) => ({ rate, held: rate <= limit });
const ratesOf = (probes: readonly { readonly rate: number }[]) => probes.map(({ rate }) => rate);

test("rates rise until one breaks, and the middle is tried once", async () => {
  const { best, broken, probes } = await findHighestRate(doubling(2), holdsUpTo(13));
  expect(ratesOf(probes)).toEqual([2, 4, 8, 16, 12]);
  expect([best?.rate, broken?.rate]).toEqual([12, 16]);
});

test("a middle that breaks leaves what held before", async () => {
  const { best, broken, probes } = await findHighestRate([5, 10, 20], holdsUpTo(11));
  expect(ratesOf(probes)).toEqual([5, 10, 20, 15]);
  expect([best?.rate, broken?.rate]).toEqual([10, 15]);
});

test("where not even the first rate holds there is no highest one", async () => {
  const { best, broken, probes } = await findHighestRate(doubling(2), holdsUpTo(1));
  expect(ratesOf(probes)).toEqual([2]);
  expect([best, broken?.rate]).toEqual([undefined, 2]);
});

test("where all rates hold, none is known to break", async () => {
  const { best, broken, probes } = await findHighestRate([1, 2, 3], holdsUpTo(99));
  expect(ratesOf(probes)).toEqual([1, 2, 3]);
  expect([best?.rate, broken]).toEqual([3, undefined]);
});

test("a search ends, whatever the shop can take", async () => {
  const { probes } = await findHighestRate(doubling(1), holdsUpTo(Number.POSITIVE_INFINITY));
  expect(probes.at(-1)?.rate).toBe(2048);
});
