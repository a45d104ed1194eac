import { expect, test } from "bun:test";
import type { PathSegment } from "../planner/planner.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import { findObjects, findWays } from "./find-objects.ts";

const types: TypeSystem = {
  isObject: (name) => name !== "Media",
  fits: (name, condition) => name === condition || (condition === "Media" && name !== "Shelf"),
};
const field = (name: string): PathSegment => ({ kind: "field", name });
const list: PathSegment = { kind: "list" };
const book = { __typename: "Book", id: 1 };
const film = { __typename: "Film", id: 2 };
const data = { shelves: [{ items: [book, null, film] }, null, { items: null }, { items: [film] }] };

test("a path finds the objects in the order of the response, and where they are", () => {
  const path = [field("shelves"), list, field("items"), list];
  expect(findObjects(data, path, types)).toEqual([book, film, film]);
  expect(findWays(data, path, types)).toEqual([
    ["shelves", 0, "items", 0],
    ["shelves", 0, "items", 2],
    ["shelves", 3, "items", 0],
  ]);
});

test("a type step goes on for objects of that type or kind only", () => {
  const path = (...names: string[]): PathSegment[] => [field("shelves"), list, field("items"), list, { kind: "type", names }];
  expect(findObjects(data, path("Film"), types)).toEqual([film, film]);
  expect(findObjects(data, path("Book", "Film"), types)).toEqual([book, film, film]);
  expect(findObjects(data, path("Media"), types)).toEqual([book, film, film]);
});

test("lists that the path does not mention are walked through", () => {
  expect(findWays(data, [field("shelves"), field("items")], types)).toHaveLength(3);
});

test("a path that leads nowhere finds nothing", () => {
  expect(findObjects(data, [field("constructor")], types)).toEqual([]);
  expect(findObjects({ shelves: "text" }, [field("shelves"), list], types)).toEqual([]);
});
