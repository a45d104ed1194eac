import { expect, test } from "bun:test";
import type { PlanNode, RootFetch } from "../planner/planner.ts";
import type { JsonObject } from "./json.ts";
import { createOutcome } from "./outcome.ts";
import type { Run } from "./run.ts";
import { runPlan } from "./run-plan.ts";

const fetchOf = (subgraph: string): RootFetch => ({
  kind: "fetch",
  subgraph,
  operation: { kind: "query", text: `{ ${subgraph} }`, name: null, variables: [] },
  outputRewrites: [],
  keys: new Set(),
});

async function run(plan: PlanNode, answers: Readonly<Record<string, JsonObject>>): Promise<JsonObject> {
  const data: JsonObject = {};
  const started: Run = {
    data,
    outcome: createOutcome(),
    types: { isObject: () => true, fits: (name, condition) => name === condition },
    areHiddenIn: () => false,
    mayShareObjects: false,
    hasSharedObjects: false,
    isUniform: () => false,
    variables: {},
    mutated: [],
    isIndispensable: () => false,
    send: async ({ subgraph }) => ({ kind: "answered", data: structuredClone(answers[subgraph] ?? {}), errors: [] }),
  };
  await runPlan(started, plan);
  return data;
}

const answers = { a: { items: [{ price: 1, name: "n" }] }, b: { items: [{ price: null }] } };
const nodes = [fetchOf("a"), fetchOf("b")];

test("what one node of a sequence brought is there for the next, and null takes nothing away", async () => {
  expect(await run({ kind: "sequence", nodes }, answers)).toEqual({ items: [{ price: 1, name: "n" }] });
});

test("but for what each of them fetches separately", async () => {
  expect(await run({ kind: "sequence", nodes, separately: new Set(["price"]) }, answers)).toEqual({ items: [{ price: null, name: "n" }] });
});
