import { expect, test } from "bun:test";
import { mergeInto } from "./merge.ts";

const types = { isObject: (name: string) => name !== "Media", fits: () => true };
const merged = (target: Record<string, unknown>, source: Record<string, unknown>) => {
  mergeInto(target, source, types);
  return target;
};

test("objects and lists of one length are joined, deeply", () => {
  expect(merged({ a: { x: 1 }, l: [{ x: 1 }, null] }, { a: { y: 2 }, l: [{ y: 2 }, { y: 3 }], b: 4 })).toEqual({
    a: { x: 1, y: 2 },
    l: [{ x: 1, y: 2 }, { y: 3 }],
    b: 4,
  });
});

test("null never takes the place of a value", () => {
  expect(merged({ a: { x: 1 } }, { a: null })).toEqual({ a: { x: 1 } });
  expect(merged({ a: null }, { a: { x: 1 } })).toEqual({ a: { x: 1 } });
});

test("the name of an interface never takes the place of the name of a type", () => {
  expect(merged({ __typename: "Book" }, { __typename: "Media" })).toEqual({ __typename: "Book" });
  expect(merged({ __typename: "Media" }, { __typename: "Book" })).toEqual({ __typename: "Book" });
  expect(merged({}, { __typename: "Media" })).toEqual({ __typename: "Media" });
});

test("names that objects inherit are keys like any other", () => {
  expect(merged({}, { constructor: 1, toString: { a: 1 } })).toEqual({ constructor: 1, toString: { a: 1 } } as never);
});
