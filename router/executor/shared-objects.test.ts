import { describe, expect, test } from "bun:test";
import { buildSchema, parse } from "graphql";
import type { EntityFetch, PathSegment, PlanNode, Rewrite, RootFetch } from "../planner/planner.ts";
import { compileShape } from "./shape.ts";
import { compileUniformity, maySharePlaces } from "./shared-objects.ts";

const root = (text: string, outputRewrites: readonly Rewrite[] = []): RootFetch => ({
  kind: "fetch",
  subgraph: "a",
  operation: { kind: "query", text, name: null, variables: [] },
  outputRewrites,
  keys: new Set(),
});
const entities = (text: string): EntityFetch => ({
  kind: "entities",
  subgraph: "b",
  operation: {
    kind: "query",
    text: `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Book { ${text} } } }`,
    name: null,
    variables: [],
  },
  batches: [],
});
const sequence = (...nodes: PlanNode[]): PlanNode => ({ kind: "sequence", nodes });

describe("one entity may be one object in several places", () => {
  test("where a key means the same in all fetches", () => {
    expect(maySharePlaces(sequence(root("{ books { id price(in: EUR) } }"), entities("title price(in: EUR)")))).toBe(true);
    expect(maySharePlaces(sequence(root("{ books { id p: price(in: EUR, net: true) } }"), entities("p: price(net: true, in: EUR)")))).toBe(
      true,
    );
  });

  test("not where a key is asked for with different arguments, or for different fields", () => {
    expect(maySharePlaces(sequence(root("{ books { price(in: EUR) } }"), entities("price(in: USD)")))).toBe(false);
    expect(maySharePlaces(sequence(entities("_alias: price(in: USD)"), entities("_alias: price(in: EUR)")))).toBe(false);
    expect(maySharePlaces(root("{ a: books { x: title } b: books { x: id } }"))).toBe(false);
  });

  test("not where a key is renamed after it was fetched", () => {
    const rename: Rewrite = { kind: "rename", path: [{ kind: "key", name: "_a" }], to: "a" };
    expect(maySharePlaces(root("{ _a }", [rename]))).toBe(false);
  });
});

describe("objects on a path are alike", () => {
  const schema = buildSchema(`
    type Query { books: [Book] nodes: [Node] }
    interface Node { id: ID author: Author }
    type Book implements Node { id: ID author: Author parts: [[Part]] node: Node }
    type Part { name: String author: Author }
    type Author { id: ID }
  `);
  const document = parse(
    "{ books { author { id } parts { author { id } } node { author { id } } } nodes { author { id } ... on Book { author { id } } } }",
  );
  const [operation] = document.definitions;
  if (operation?.kind !== "OperationDefinition") throw new Error("there is an operation");
  const planKeys = { keyFor: (field: { name: { value: string } }) => field.name.value };
  const shape = compileShape({ schema, fragments: new Map(), isTrue: () => false, planKeys }, schema.getQueryType() as never, operation);
  const isUniform = compileUniformity(shape);
  const path = (...names: string[]): PathSegment[] => names.map((name) => (name === "@" ? { kind: "list" } : { kind: "field", name }));

  test("where every type on the way is an object type", () => {
    expect(isUniform(path("books", "@", "author"))).toBe(true);
    expect(isUniform(path("books", "@", "parts", "@", "@", "author"))).toBe(true);
  });

  test("not behind an interface, a type condition, or what the client did not ask for", () => {
    expect(isUniform(path("nodes", "@", "author"))).toBe(false);
    expect(isUniform(path("books", "@", "node", "author"))).toBe(false);
    expect(isUniform([...path("books", "@"), { kind: "type", names: ["Book"] }, ...path("author")])).toBe(false);
    expect(isUniform(path("books", "@", "publisher"))).toBe(false);
  });
});
