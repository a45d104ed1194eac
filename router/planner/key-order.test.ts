import { expect, test } from "bun:test";
import { resolvableKeysFirst } from "./key-order.ts";

test("keys that are resolved come first, all others stay in their order", () => {
  const text = resolvableKeysFirst(
    `type T @tag(name: "x") @join__type(graph: A, key: "a", resolvable: false) @join__type(graph: A, key: "b") @join__type(graph: B, key: "c", resolvable: true) { a: ID }`,
  );
  expect([...text.matchAll(/@\w+\([^)]*\)/g)].map(([directive]) => directive)).toEqual([
    `@tag(name: "x")`,
    `@join__type(graph: A, key: "b")`,
    `@join__type(graph: B, key: "c", resolvable: true)`,
    `@join__type(graph: A, key: "a", resolvable: false)`,
  ]);
});
