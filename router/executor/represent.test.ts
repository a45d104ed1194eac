import { expect, test } from "bun:test";
import type { Requirement } from "../planner/planner.ts";
import type { JsonObject } from "./json.ts";
import { compileGrouping, INCOMPLETE, OTHER_TYPE } from "./represent.ts";

const types = { isObject: () => true, fits: (name: string, condition: string) => name === condition || condition === "Media" };
const field = (name: string, selections: readonly Requirement[] | null = null, as = name): Requirement => ({
  kind: "field",
  name,
  as,
  selections,
});
function represent(entity: JsonObject, requires: readonly Requirement[]): unknown {
  const group = compileGrouping({ requires, inputRewrites: [] }, types)().groupOf(entity);
  return typeof group === "symbol" ? group : JSON.parse(group.text);
}
const on = (name: string, selections: readonly Requirement[]): Requirement => ({ kind: "type", name, selections });

test("a representation holds what is required and nothing else", () => {
  const entity = { __typename: "Book", id: "b1", title: "T", size: { w: 1, h: 2 }, tags: [{ t: "x", u: 1 }] };
  const requires = [on("Book", [field("__typename"), field("id"), field("size", [field("w")]), field("tags", [field("t")])])];
  expect(represent(entity, requires)).toEqual({ __typename: "Book", id: "b1", size: { w: 1 }, tags: [{ t: "x" }] });
});

test("the field of the client may hide under an alias what is required", () => {
  expect(represent({ __typename: "Book", _a: 5, dims: 9 }, [on("Book", [field("_a", null, "dims")])])).toEqual({ dims: 5 });
});

test("null is a value, absence is not", () => {
  expect(represent({ __typename: "Book", price: null }, [on("Book", [field("price")])])).toEqual({ price: null });
  expect(represent({ __typename: "Book" }, [on("Book", [field("price")])])).toBe(INCOMPLETE);
  expect(represent({ __typename: "Book", parts: [{ a: 1 }, {}] }, [on("Book", [field("parts", [field("a")])])])).toBe(INCOMPLETE);
});

test("entities of another type are passed over", () => {
  expect(represent({ __typename: "Film", id: 1 }, [on("Book", [field("id")])])).toBe(OTHER_TYPE);
  expect(represent({ __typename: "Film", id: 1 }, [on("Media", [field("id")])])).toEqual({ id: 1 });
});

test("parts that several types ask for stand there once, with all that is asked for below", () => {
  const requires = [on("Media", [field("size", [field("w")])]), on("Book", [field("size", [field("h")]), field("id")])];
  const group = compileGrouping({ requires, inputRewrites: [] }, types)().groupOf({ __typename: "Book", id: 'a"b', size: { w: 1, h: 2 } });
  expect(group).toEqual({ number: 0, text: '{"size":{"w":1,"h":2},"id":"a\\"b"}' });
});

test("rewrites change what is sent", () => {
  const inputRewrites = [{ kind: "set", path: [{ kind: "key", name: "__typename" }], value: "Media" }] as const;
  const grouping = compileGrouping({ requires: [on("Book", [field("__typename"), field("id")])], inputRewrites }, types)();
  expect(grouping.groupOf({ __typename: "Book", id: 1 })).toEqual({ number: 0, text: '{"__typename":"Media","id":1}' });
});

test("objects of one entity are of one group, by the value and the kind of each part", () => {
  const requires = [field("__typename"), field("id"), field("size", null)];
  const grouping = compileGrouping({ requires, inputRewrites: [] }, types)();
  const numberOf = (object: JsonObject) => {
    const group = grouping.groupOf({ __typename: "Book", ...object });
    return typeof group === "symbol" ? group : group.number;
  };
  expect(numberOf({ id: "1", size: null, more: 1 })).toBe(0);
  expect(numberOf({ id: 1, size: null })).toBe(1);
  expect(numberOf({ id: "1", size: null, more: 2 })).toBe(0);
  expect(numberOf({ id: "1", size: [1, { a: 2 }] })).toBe(2);
  expect(numberOf({ id: "1", size: '[1,{"a":2}]' })).toBe(3);
  expect(numberOf({ id: "1", size: [1, { a: 2 }] })).toBe(2);
  expect(numberOf({ id: "1" })).toBe(INCOMPLETE);
  expect(grouping.groups.map(({ number }) => number)).toEqual([0, 1, 2, 3]);
});
