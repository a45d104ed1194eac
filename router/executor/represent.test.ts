import { expect, test } from "bun:test";
import type { Requirement } from "../planner/planner.ts";
import { represent } from "./represent.ts";

const types = { isObject: () => true, fits: (name: string, condition: string) => name === condition || condition === "Media" };
const field = (name: string, selections: readonly Requirement[] | null = null, as = name): Requirement => ({
  kind: "field",
  name,
  as,
  selections,
});
const on = (name: string, selections: readonly Requirement[]): Requirement => ({ kind: "type", name, selections });

test("a representation holds what is required and nothing else", () => {
  const entity = { __typename: "Book", id: "b1", title: "T", size: { w: 1, h: 2 }, tags: [{ t: "x", u: 1 }] };
  const requires = [on("Book", [field("__typename"), field("id"), field("size", [field("w")]), field("tags", [field("t")])])];
  expect(represent(entity, requires, types)).toEqual({
    kind: "complete",
    value: { __typename: "Book", id: "b1", size: { w: 1 }, tags: [{ t: "x" }] },
  });
});

test("the field of the client may hide under an alias what is required", () => {
  expect(represent({ __typename: "Book", _a: 5, dims: 9 }, [on("Book", [field("_a", null, "dims")])], types)).toEqual({
    kind: "complete",
    value: { dims: 5 },
  });
});

test("null is a value, absence is not", () => {
  expect(represent({ __typename: "Book", price: null }, [on("Book", [field("price")])], types)).toEqual({
    kind: "complete",
    value: { price: null },
  });
  expect(represent({ __typename: "Book" }, [on("Book", [field("price")])], types)).toEqual({ kind: "incomplete" });
  expect(represent({ __typename: "Book", parts: [{ a: 1 }, {}] }, [on("Book", [field("parts", [field("a")])])], types)).toEqual({
    kind: "incomplete",
  });
});

test("entities of another type are passed over", () => {
  expect(represent({ __typename: "Film", id: 1 }, [on("Book", [field("id")])], types)).toEqual({ kind: "other-type" });
  expect(represent({ __typename: "Film", id: 1 }, [on("Media", [field("id")])], types)).toEqual({ kind: "complete", value: { id: 1 } });
});
