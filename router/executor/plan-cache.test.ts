import { expect, test } from "bun:test";
import { getOperationAST, parse, stripIgnoredCharacters } from "graphql";
import type { PlanNode } from "../planner/planner.ts";
import { prepareOperation } from "./operation.ts";
import { createOperationPlans, likelyForms } from "./plan-cache.ts";

const plan: PlanNode = { kind: "sequence", nodes: [] };

function plansFor(text: string, options: { percentages?: readonly number[]; random?: () => number } = {}) {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("no operation");
  const asked: { text: string; roll: number }[] = [];
  const planner = {
    percentages: options.percentages ?? [],
    async plan(request: { text: string; roll: number }): Promise<PlanNode> {
      asked.push({ text: stripIgnoredCharacters(request.text), roll: request.roll });
      return plan;
    },
    close() {},
  };
  const plans = createOperationPlans(prepareOperation(document, operation, { fieldNames: new Set(), requiredWithArguments: new Map() }), {
    planner,
    tracePlanning: (work) => work(),
    random: options.random ?? (() => 0),
  });
  return { asked, planFor: (...names: string[]) => plans.planFor((name) => names.includes(name)) };
}

const CONDITIONAL = "query ($a: Boolean!, $b: Boolean!) { ... on Query @include(if: $a) { x { y @skip(if: $b) } } z }";

test("each form of an operation has its own plan, made once and without conditions", async () => {
  const { asked, planFor } = plansFor(CONDITIONAL);
  for (let round = 0; round < 2; round += 1) await Promise.all([planFor(), planFor("a"), planFor("a", "b")]);
  expect(asked.map(({ text }) => text)).toEqual([
    "query($a:Boolean!$b:Boolean!){z}",
    "query($a:Boolean!$b:Boolean!){...{x{y}}z}",
    "query($a:Boolean!$b:Boolean!){...{x{__typename}}z}",
  ]);
});

test("a form may have nothing to ask for", async () => {
  const { planFor } = plansFor("query ($a: Boolean!) { ... @include(if: $a) { x } }");
  expect([await planFor(), await planFor("a")]).toEqual([null, plan]);
});

test("rolls between the same two percentages share a plan", async () => {
  const rolls = [0.1, 0.2, 0.5, 0.55, 0.9];
  const { asked, planFor } = plansFor("{ x }", { percentages: [30, 60], random: () => rolls.shift() ?? 0 });
  for (let i = 0; i < 5; i += 1) await planFor();
  expect(asked.map(({ roll }) => roll)).toEqual([10, 50, 90]);
});

function formsOf(text: string): readonly string[] {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("no operation");
  const prepared = prepareOperation(document, operation, { fieldNames: new Set(), requiredWithArguments: new Map() });
  return likelyForms(prepared).map((isTrue) => prepared.conditionVariables.filter(isTrue).join(""));
}

test("ahead of requests all forms are planned where there are few, else those in which all conditions hold and none", () => {
  expect(formsOf("{ x }")).toEqual([""]);
  expect(formsOf(CONDITIONAL)).toEqual(["", "a", "b", "ab"]);
  const many = ["a", "b", "c", "d"];
  const text = `query (${many.map((name) => `$${name}: Boolean!`).join()}) { ${many.map((name) => `x${name} @skip(if: $${name})`).join(" ")} }`;
  expect(formsOf(text)).toEqual(["abcd", ""]);
});
