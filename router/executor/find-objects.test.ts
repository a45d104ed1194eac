import { expect, test } from "bun:test";
import type { PathSegment } from "../planner/planner.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import { findWays, visitObjects } from "./find-objects.ts";
import type { JsonObject } from "./json.ts";

const types: TypeSystem = {
  isObject: (name) => name !== "Media",
  fits: (name, condition) => name === condition || (condition === "Media" && name !== "Shelf"),
};
const field = (name: string): PathSegment => ({ kind: "field", name });
const list: PathSegment = { kind: "list" };
const book = { __typename: "Book", id: 1 };
const film = { __typename: "Film", id: 2 };
function findObjects(from: JsonObject, segments: readonly PathSegment[]): readonly JsonObject[] {
  const found: JsonObject[] = [];
  visitObjects(from, { segments, types }, (object) => found.push(object));
  return found;
}
const data = { shelves: [{ items: [book, null, film] }, null, { items: null }, { items: [film] }] };

test("a path finds the objects in the order of the response, and where they are", () => {
  const path = [field("shelves"), list, field("items"), list];
  expect(findObjects(data, path)).toEqual([book, film, film]);
  expect(findWays(data, { segments: path, types }, new Set([book, film]))).toEqual([
    ["shelves", 0, "items", 0],
    ["shelves", 0, "items", 2],
    ["shelves", 3, "items", 0],
  ]);
});

test("a type step goes on for objects of that type or kind only", () => {
  const path = (...names: string[]): PathSegment[] => [field("shelves"), list, field("items"), list, { kind: "type", names }];
  expect(findObjects(data, path("Film"))).toEqual([film, film]);
  expect(findObjects(data, path("Book", "Film"))).toEqual([book, film, film]);
  expect(findObjects(data, path("Media"))).toEqual([book, film, film]);
});

test("lists that the path does not mention are walked through", () => {
  expect(findWays(data, { segments: [field("shelves"), field("items")], types }, new Set([book, film]))).toHaveLength(3);
});

test("a path that leads nowhere finds nothing", () => {
  expect(findObjects(data, [field("constructor")])).toEqual([]);
  expect(findObjects({ shelves: "text" }, [field("shelves"), list])).toEqual([]);
});

test("the ways to some objects are all the ways to them, and none to others", () => {
  const segments = [field("shelves"), list, field("items"), list];
  expect(findWays(data, { segments, types }, new Set([film]))).toEqual([
    ["shelves", 0, "items", 2],
    ["shelves", 3, "items", 0],
  ]);
});
