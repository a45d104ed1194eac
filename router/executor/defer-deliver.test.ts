import { expect, test } from "bun:test";
import { buildSchema, getOperationAST, type OperationDefinitionNode, parse } from "graphql";
import type { EntityFetch, PlanNode, RootFetch } from "../planner/planner.ts";
import { deliver } from "./defer-deliver.ts";
import { createOperationDeliveries } from "./defer-operation.ts";
import { prepareOperation } from "./operation.ts";
import { createOutcome } from "./outcome.ts";
import type { Run, SubgraphReply } from "./run.ts";

const apiSchema = buildSchema(`
  type Query { things: [Thing] }
  type Thing { id: ID! fast: String slow: String must: String! inner: Inner! }
  type Inner { text: String more: String! }
`);
const types = { isObject: () => true, fits: (typeName: string, condition: string) => typeName === condition };

/** No subgraph finds entities by itself. */
const entities = { keyFor: () => null, isResolved: () => false };

const THINGS: RootFetch = {
  kind: "fetch",
  subgraph: "root",
  operation: { kind: "query", text: "{things{__typename id}}", name: null, variables: [] },
  outputRewrites: [],
  keys: new Set(["things"]),
};

function fieldsOf(subgraph: string, fields: string, ...keys: string[]): EntityFetch {
  const text = `query($r:[_Any!]!){_entities(representations:$r){...on Thing{${fields}}}}`;
  const names = ["__typename", "id"];
  const selections = names.map((name) => ({ kind: "field", name, as: name, selections: null }) as const);
  return {
    kind: "entities",
    subgraph,
    operation: { kind: "query", text, name: null, variables: [] },
    batches: [
      {
        responseKey: "_entities",
        variable: "r",
        paths: [[{ kind: "field", name: "things" }, { kind: "list" }]],
        requires: [{ kind: "type", name: "Thing", selections }],
        inputRewrites: [],
        outputRewrites: [],
        keys: new Set(keys),
      },
    ],
  };
}

function side(...nodes: PlanNode[]): PlanNode {
  return { kind: "sequence", nodes: [THINGS, { kind: "parallel", nodes }] };
}

const answered = (...list: object[]): SubgraphReply => ({ kind: "answered", data: { _entities: list }, errors: [] });
const things = (...ids: string[]): SubgraphReply => ({
  kind: "answered",
  data: { things: ids.map((id) => ({ __typename: "Thing", id })) },
  errors: [],
});

function start(text: string, plan: PlanNode, send: (subgraph: string) => Promise<SubgraphReply>) {
  const document = parse(text);
  const prepared = prepareOperation(document, getOperationAST(document) as OperationDefinitionNode, {
    fieldNames: new Set(),
    requiredWithArguments: new Map(),
  });
  const delivery = createOperationDeliveries(prepared, { apiSchema, types, entities }).deliveryFor(plan, () => true);
  if (delivery === null) throw new Error("nothing is deferred");
  const run: Run = {
    data: {},
    outcome: createOutcome(),
    types,
    mayShareObjects: false,
    hasSharedObjects: false,
    isUniform: () => false,
    variables: {},
    mutated: [],
    areHiddenIn: () => false,
    isIndispensable: () => false,
    send: ({ subgraph }) => send(subgraph),
  };
  return deliver(delivery, run);
}

/** As it is told to clients. */
const told = (payload: unknown) => JSON.parse(JSON.stringify(payload ?? null)) as unknown;

test("what comes together is told together, in the order of the operation", async () => {
  const text = `{ things { id ... @defer(label: "a") { slow } ... @defer(label: "b") { slow fast } } }`;
  const payloads = start(text, side(fieldsOf("slow", "slow", "slow"), fieldsOf("fast", "fast", "fast")), async (subgraph) =>
    subgraph === "root" ? things("1") : answered({ slow: "s", fast: "f" }),
  );
  const all: unknown[] = [];
  for await (const payload of payloads) all.push(told(payload));
  expect(all).toEqual([
    { data: { things: [{ id: "1" }] }, hasNext: true },
    {
      incremental: [
        { data: { slow: "s" }, path: ["things", 0], label: "a" },
        { data: { slow: "s", fast: "f" }, path: ["things", 0], label: "b" },
      ],
      hasNext: false,
    },
  ]);
});

test("inside a payload that is null nothing comes any more, elsewhere it does", async () => {
  const text = `{ things { id ... @defer(label: "out") { must ... @defer(label: "in") { slow } } } }`;
  const held = Promise.withResolvers<SubgraphReply>();
  const payloads = start(text, side(fieldsOf("must", "must", "must"), fieldsOf("slow", "slow", "slow")), async (subgraph) => {
    if (subgraph === "root") return things("1", "2");
    return subgraph === "must" ? answered({ must: null }, { must: "m" }) : held.promise;
  });
  expect(told((await payloads.next()).value)).toEqual({ data: { things: [{ id: "1" }, { id: "2" }] }, hasNext: true });
  expect(told((await payloads.next()).value)).toMatchObject({
    incremental: [
      { data: null, path: ["things", 0], label: "out", errors: [{ path: ["things", 0, "must"] }] },
      { data: { must: "m" }, path: ["things", 1] },
    ],
    hasNext: true,
  });
  held.resolve(answered({ slow: "s1" }, { slow: "s2" }));
  expect(told((await payloads.next()).value)).toEqual({
    incremental: [{ data: { slow: "s2" }, path: ["things", 1], label: "in" }],
    hasNext: false,
  });
});

test("what the first payload has as null is not filled in later", async () => {
  const plan = side(fieldsOf("inner", "inner{__typename more}", "inner"), fieldsOf("fast", "fast", "fast"));
  const payloads = start(`{ things { inner { more } ... @defer { fast } } }`, plan, async (subgraph) => {
    if (subgraph === "root") return things("1", "2");
    if (subgraph === "fast") return answered({ fast: "f1" }, { fast: "f2" });
    return answered({ inner: { __typename: "Inner", more: null } }, { inner: { __typename: "Inner", more: "m" } });
  });
  expect(told((await payloads.next()).value)).toMatchObject({ data: { things: [null, { inner: { more: "m" } }] }, hasNext: true });
  expect(told((await payloads.next()).value)).toEqual({ incremental: [{ data: { fast: "f2" }, path: ["things", 1] }], hasNext: false });
});

test("a fault of ours in a step is for whoever reads on, and for nobody else", async () => {
  const payloads = start(`{ things { id ... @defer { slow } } }`, side(fieldsOf("slow", "slow", "slow")), async (subgraph) => {
    if (subgraph === "root") return things("1");
    throw new Error("a bug");
  });
  expect(told((await payloads.next()).value)).toEqual({ data: { things: [{ id: "1" }] }, hasNext: true });
  expect(await payloads.next().catch(String)).toBe("Error: a bug");
});
