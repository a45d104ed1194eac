import { expect, test } from "bun:test";
import type { Rewrite } from "../planner/planner.ts";
import { applyRewrites, rewritePath } from "./rewrites.ts";

const types = { isObject: () => true, fits: (name: string, condition: string) => name === condition || condition === "Media" };
const rename: Rewrite = {
  kind: "rename",
  path: [
    { kind: "key", name: "search" },
    { kind: "type", names: ["Book"] },
    { kind: "key", name: "_a0" },
  ],
  to: "x",
};

test("a rename walks through lists and heeds types", () => {
  const data = { search: [{ __typename: "Book", _a0: 1 }, { __typename: "Film", _a0: 2 }, null, [{ __typename: "Book", _a0: 3 }]] };
  applyRewrites(data, [rename], types);
  expect(data).toEqual({
    search: [{ __typename: "Book", x: 1 }, { __typename: "Film", _a0: 2 }, null, [{ __typename: "Book", x: 3 }]],
  } as never);
});

test("a value is set where the key is, and nowhere else", () => {
  const set: Rewrite = {
    kind: "set",
    path: [
      { kind: "type", names: ["Media"] },
      { kind: "key", name: "__typename" },
    ],
    value: "Media",
  };
  const [known, other] = [{ __typename: "Book", id: 1 }, { id: 2 }];
  applyRewrites(known, [set], types);
  applyRewrites(other, [set], types);
  expect([known, other]).toEqual([{ __typename: "Media", id: 1 }, { id: 2 }] as never);
});

test("error paths follow renames", () => {
  expect(rewritePath(["search", 0, "_a0", "deep"], [rename])).toEqual(["search", 0, "x", "deep"]);
  expect(rewritePath(["other", 0, "_a0"], [rename])).toEqual(["other", 0, "_a0"]);
  expect(rewritePath(["search", 0], [rename])).toEqual(["search", 0]);
});
