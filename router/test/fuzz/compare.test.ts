import { expect, test } from "bun:test";
import { GraphQLError } from "graphql";
import { comparable, isSame } from "./compare.ts";

const answer = (data: Record<string, unknown> | null, ...paths: (string | number)[][]) =>
  comparable({ data, errors: paths.map((path) => new GraphQLError("m", { path })) });

test("values, nulls and the order of keys count", () => {
  expect(isSame(answer({ a: 1, b: null }), answer({ a: 1, b: null }))).toBe(true);
  for (const other of [{ a: 2, b: null }, { b: null, a: 1 }, { a: 1 }, null]) {
    expect(isSame(answer({ a: 1, b: null }), answer(other))).toBe(false);
  }
});

test("a null with an error is not a null without one, nor one somewhere else", () => {
  const data = { a: [null, { b: null }] };
  expect(isSame(answer(data, ["a", 0]), answer(data, ["a", 0], ["a", 0]))).toBe(true);
  for (const other of [answer(data), answer(data, ["a", 1, "b"]), answer(data, ["a", 0], ["a", 1, "b"])]) {
    expect(isSame(answer(data, ["a", 0]), other)).toBe(false);
  }
});

test("which error made an object null is free, and what is told at an object that is there does not count", () => {
  const data = { a: [null, { b: 1 }] };
  expect(isSame(answer(data, ["a", 0, "x"]), answer(data, ["a", 0, "y", 3]))).toBe(true);
  expect(isSame(answer(data), answer(data, ["a", 1]))).toBe(true);
  expect(isSame(answer(null), answer(null, ["a", 1]))).toBe(false);
});
