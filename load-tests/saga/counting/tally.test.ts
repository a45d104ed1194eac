import { expect, test } from "bun:test";
import { by, each, since, total, without } from "./tally.ts";

test("between two looks is what was added, and nothing that stood still", () => {
  expect(since({ a: 1, b: 2 }, { a: 4, b: 2, c: 3 })).toEqual({ a: 3, c: 3 });
});

test("a background that went on twice as long is taken off twice, and nothing falls below zero", () => {
  expect(without({ a: 10, b: 1, c: 5 }, { a: 2, b: 3 }, 2)).toEqual({ a: 6, c: 5 });
});

test("shares are the largest first", () => {
  expect(Object.entries(each({ a: 2, b: 8 }, 2))).toEqual([
    ["b", 4],
    ["a", 1],
  ]);
});

test("groups and totals lose nothing", () => {
  const tally = { "insert a": 1, "insert b": 2, "update a": 4 };
  expect(by(tally, (key) => key.split(" ")[0] ?? "")).toEqual({ insert: 3, update: 4 });
  expect(total(tally)).toBe(7);
});
