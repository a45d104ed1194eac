import { expect, test } from "bun:test";
import { buildSchema, parse, validate } from "graphql";
import { operationSizeRule, reservedAliasRule } from "./operation-size.ts";

const schema = buildSchema("type Query { a: Query b: Int }");
const codes = (document: string, limits: { maxDepth?: number; maxAliases?: number; maxFields?: number }) =>
  validate(schema, parse(document), [operationSizeRule({ maxDepth: 99, maxAliases: 99, maxFields: 99, ...limits }), reservedAliasRule]).map(
    ({ extensions }) => extensions["code"],
  );

test("depth counts fields, whatever fragments are between them", () => {
  const document = "{ a { ... { ...F } } } fragment F on Query { a { b } }";
  expect(codes(document, { maxDepth: 3 })).toEqual([]);
  expect(codes(document, { maxDepth: 2 })).toEqual(["OPERATION_TOO_DEEP"]);
});

test("aliases count as often as the fragment that has them is spread", () => {
  const document = "{ x: a { ...F } y: a { ...F } } fragment F on Query { z: b }";
  expect(codes(document, { maxAliases: 4 })).toEqual([]);
  expect(codes(document, { maxAliases: 3 })).toEqual(["OPERATION_TOO_MANY_ALIASES"]);
});

test("fragments that multiply each other are counted without being written out", () => {
  const fragments = Array.from({ length: 60 }, (_, i) => `fragment F${i} on Query { b ...F${i + 1} ... { ...F${i + 1} } }`).join(" ");
  const startedAt = performance.now();
  expect(codes(`{ ...F0 } ${fragments} fragment F60 on Query { b }`, {})).toEqual(["OPERATION_TOO_LARGE"]);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test("introspection does not count, and fragments that spread themselves do not hang it", () => {
  expect(codes("{ __schema { types { fields { type { ofType { name } } } } } b }", { maxDepth: 1, maxFields: 1 })).toEqual([]);
  expect(codes("{ ...F } fragment F on Query { b ...F }", {})).toEqual([]);
});

test("aliases with two underscores are reserved", () => {
  expect(codes("{ __typename __proto__: b }", {})).toEqual(["GRAPHQL_VALIDATION_FAILED"]);
});
