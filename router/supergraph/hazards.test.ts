import { expect, test } from "bun:test";
import { parse } from "graphql";
import { readHazards } from "./hazards.ts";

test("names of fields, and what is required with which arguments", () => {
  const { fieldNames, requiredWithArguments } = readHazards(
    parse(`
      type Post { id: ID author: String @join__field(graph: A, requires: "comments(limit: 3) { by(full: true) }") top: Int @join__field(graph: A, requires: "comments(limit: 2) { id }") }
      interface Node { key: ID }
    `),
  );
  expect([...fieldNames]).toEqual(["id", "author", "top", "key"]);
  expect(requiredWithArguments).toEqual(
    new Map([
      ["comments", new Set(["limit: 3", "limit: 2"])],
      ["by", new Set(["full: true"])],
    ]),
  );
});
