import { expect, test } from "bun:test";
import { buildSchema, getOperationAST, type OperationDefinitionNode, parse } from "graphql";
import type { EntityFetch, PathSegment, PlanNode, RootFetch } from "../planner/planner.ts";
import { type DeferPlan, deferPlan } from "./defer-plan.ts";
import { prepareOperation } from "./operation.ts";

const HAZARDS = { fieldNames: new Set<string>(), requiredWithArguments: new Map<string, Set<string>>() };
const types = { isObject: () => true, fits: (typeName: string, condition: string) => typeName === condition };

function root(subgraph: string, text: string, kind: "query" | "mutation" = "query"): RootFetch {
  return {
    kind: "fetch",
    subgraph,
    operation: { kind, text, name: null, variables: ["v"] },
    outputRewrites: [],
    keys: new Set(["a", "b", "c"]),
  };
}

const pathOf = (text: string): readonly PathSegment[] =>
  text.split(".").map((name) => (name === "@" ? { kind: "list" } : { kind: "field", name }));

/** Each batch asks for entities of type T at paths, by their ids and what more is required. */
function entities(
  subgraph: string,
  text: string,
  batches: readonly { paths: readonly string[]; requires?: readonly string[] }[],
): EntityFetch {
  return {
    kind: "entities",
    subgraph,
    operation: { kind: "query", text, name: null, variables: ["v"] },
    batches: batches.map(({ paths, requires = [] }, index) => ({
      responseKey: batches.length === 1 ? "_entities" : `e${index}`,
      variable: `r${index}`,
      paths: paths.map(pathOf),
      requires: [
        {
          kind: "type",
          name: "T",
          selections: ["__typename", "id", ...requires].map((name) => ({ kind: "field", name, as: name, selections: null })),
        },
      ],
      inputRewrites: [],
      outputRewrites: [],
      keys: new Set(["x", "y", "z"]),
    })),
  };
}

const schema = buildSchema(
  `type Query { a: T b: T c: T list: [T] } type Mutation { a: T b: T } type T { id: ID! x: V y(v: Int): Int z: Int } type V { p: Int q: Int inner: T }`,
);
/** Subgraph "keyed" finds T by its id, and answers all but z of it. */
const entityIndex = {
  keyFor: (typeName: string, subgraph: string) => (typeName === "T" && subgraph === "keyed" ? ["id"] : null),
  isResolved: ({ name }: { readonly name: string }) => name !== "z",
};

function planFor(text: string, plan: PlanNode): DeferPlan | null {
  const document = parse(text);
  const operation = getOperationAST(document) as OperationDefinitionNode;
  const rootType = schema.getRootType(operation.operation);
  if (!rootType) throw new Error("no root type");
  return deferPlan(
    plan,
    { ...prepareOperation(document, operation, HAZARDS), isTrue: () => true },
    { rootType, types, entities: entityIndex },
  );
}

function shown(plan: DeferPlan | null) {
  if (plan === null) return null;
  return {
    steps: plan.steps.map(({ fetch, after }) => `${fetch.operation.text} after ${after.join()}`),
    primary: plan.primary.steps,
    deferred: plan.deferred.map(({ steps }) => steps),
  };
}

const A = root("s0", "{a{__typename id}}");

test("the first payload does not wait for what only a fragment needs, and neither do fragments for each other", () => {
  const plan: PlanNode = {
    kind: "sequence",
    nodes: [
      A,
      {
        kind: "parallel",
        nodes: [
          entities("s1", "{_entities(representations:$r0){...on T{x}}}", [{ paths: ["a"] }]),
          entities("s2", "{_entities(representations:$r0){...on T{y}}}", [{ paths: ["a"] }]),
        ],
      },
      entities("s3", "{_entities(representations:$r0){...on T{z}}}", [{ paths: ["a"], requires: ["y"] }]),
    ],
  };
  expect(shown(planFor("{ a { id z ... @defer { x } } }", plan))).toEqual({
    steps: [
      "{a{__typename id}} after ",
      "{_entities(representations:$r0){...on T{x}}} after 0",
      "{_entities(representations:$r0){...on T{y}}} after 0",
      "{_entities(representations:$r0){...on T{z}}} after 0,2",
    ],
    primary: [0, 2, 3],
    deferred: [[1]],
  });
});

test("a fetch for the first payload and for a fragment is divided by fields, paths and batches, with the variables that each uses", () => {
  const text =
    "query($r0:[_Any!]!,$r1:[_Any!]!,$v:Int){e0:_entities(representations:$r0){...on T{x y(v:$v)}}e1:_entities(representations:$r1){...on T{x}}}";
  const plan: PlanNode = {
    kind: "sequence",
    nodes: [
      root("s0", "{a{__typename id}b{__typename id}c{__typename id}}"),
      entities("s1", text, [{ paths: ["a", "b"] }, { paths: ["c"] }]),
    ],
  };
  expect(shown(planFor("{ a { x ... @defer { y } } b { x } ... @defer { c { x } } }", plan))).toEqual({
    steps: [
      "{a{__typename id}b{__typename id}} after ",
      "{c{__typename id}} after ",
      "query($r0:[_Any!]!){e0:_entities(representations:$r0){...on T{x}}} after 0",
      "query($r0:[_Any!]!$v:Int){e0:_entities(representations:$r0){...on T{y(v:$v)}}} after 0",
      "query($r1:[_Any!]!){e1:_entities(representations:$r1){...on T{x}}} after 1",
    ],
    primary: [0, 2],
    deferred: [[3], [1, 4]],
  });
});

test("what two fragments need is asked for once, and what the fragment around needs is not waited for again", () => {
  const plan: PlanNode = {
    kind: "sequence",
    nodes: [
      root("s0", "{a{__typename id}b}"),
      entities("s1", "{_entities(representations:$r0){...on T{x{p q}}}}", [{ paths: ["a"] }]),
      entities("s2", "{_entities(representations:$r0){...on T{y}}}", [{ paths: ["a"] }]),
    ],
  };
  const { primary, deferred } =
    shown(planFor("{ b ... @defer { a { x { p } ... @defer { y } } } ... @defer { a { x { q } } } }", plan)) ?? {};
  expect({ primary, deferred }).toEqual({ primary: [1], deferred: [[0, 2], [3], [0, 2]] });
});

test("a fragment that waits for nothing stays where it is", () => {
  const plan: PlanNode = {
    kind: "sequence",
    nodes: [A, entities("s1", "{_entities(representations:$r0){...on T{x}}}", [{ paths: ["a"] }])],
  };
  expect(planFor("{ a { id x ... @defer { x } } }", plan)).toBeNull();
  const inner = planFor("{ a { ... @defer { id ... @defer { x } } } }", plan);
  expect(inner?.deferred.map(({ content }) => [content.id, content.parent])).toEqual([[1, null]]);
});

test("mutations are one after the other, whole, and each waits for what the first payload has of the one before", () => {
  const plan: PlanNode = {
    kind: "sequence",
    nodes: [
      root("s0", "mutation{a{__typename id}}", "mutation"),
      entities("s1", "{_entities(representations:$r0){...on T{x}}}", [{ paths: ["a"] }]),
      entities("s2", "{_entities(representations:$r0){...on T{y}}}", [{ paths: ["a"] }]),
      root("s3", "mutation{b{__typename id}}", "mutation"),
    ],
  };
  expect(shown(planFor("mutation { a { x ... @defer { y } } b { id } }", plan))).toMatchObject({
    steps: [expect.any(String), expect.any(String), expect.any(String), "mutation{b{__typename id}} after 0,1"],
    primary: [0, 1, 3],
    deferred: [[2]],
  });
});

test("what only a fragment wants of an entity is fetched by its key, apart from the entity", () => {
  const plan = root("keyed", "query($v:Int){list{__typename id x{p inner{id y(v:$v)}}y(v:$v)z}}");
  expect(
    shown(
      planFor(
        "query ($v: Int) { list { id ... @defer { x { p } y(v: $v) z } ... @defer { x { inner { id ... @defer { y(v: $v) } } } } } }",
        plan,
      ),
    ),
  ).toEqual({
    steps: [
      "{list{__typename id x{p inner{__typename id}}z}} after ",
      "query($representations:[_Any!]!$v:Int){_entities(representations:$representations){...on T{y(v:$v)}}} after 0",
      "query($representations:[_Any!]!$v:Int){_entities(representations:$representations){...on T{y(v:$v)}}} after 0",
    ],
    primary: [0],
    deferred: [[2], [1]],
  });
});

test("what is no entity of the subgraph, or stands in two fetches, or comes of a mutation stays with the fields around it", () => {
  expect(planFor("{ a { id ... @defer { y } } }", root("s0", "{a{__typename id y}}"))).toBeNull();
  expect(planFor("{ a { x { ... @defer { p } } } }", root("keyed", "{a{x{p}}}"))).toBeNull();
  expect(planFor("{ a { id ... @defer { z } } }", root("keyed", "{a{__typename id z}}"))).toBeNull();
  const twice: PlanNode = { kind: "parallel", nodes: [root("keyed", "{a{__typename id}}"), root("s1", "{a{y}}")] };
  expect(planFor("{ a { id ... @defer { y } } }", twice)).toBeNull();
  expect(planFor("mutation { a { id ... @defer { y } } }", root("keyed", "mutation{a{__typename id y}}", "mutation"))).toBeNull();
});
