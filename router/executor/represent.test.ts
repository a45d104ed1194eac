import { expect, test } from "bun:test";
import type { Requirement } from "../planner/planner.ts";
import type { JsonObject } from "./json.ts";
import { compileRepresent, INCOMPLETE, OTHER_TYPE } from "./represent.ts";

const types = { isObject: () => true, fits: (name: string, condition: string) => name === condition || condition === "Media" };
const field = (name: string, selections: readonly Requirement[] | null = null, as = name): Requirement => ({
  kind: "field",
  name,
  as,
  selections,
});
function represent(entity: JsonObject, requires: readonly Requirement[]): unknown {
  const text = compileRepresent({ requires, inputRewrites: [] }, types)(entity);
  return typeof text === "string" ? JSON.parse(text) : text;
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
  const text = compileRepresent({ requires, inputRewrites: [] }, types)({ __typename: "Book", id: 'a"b', size: { w: 1, h: 2 } });
  expect(text).toBe('{"size":{"w":1,"h":2},"id":"a\\"b"}');
});

test("rewrites change what is sent", () => {
  const inputRewrites = [{ kind: "set", path: [{ kind: "key", name: "__typename" }], value: "Media" }] as const;
  const represented = compileRepresent({ requires: [on("Book", [field("__typename"), field("id")])], inputRewrites }, types);
  expect(represented({ __typename: "Book", id: 1 })).toBe('{"__typename":"Media","id":1}');
});
