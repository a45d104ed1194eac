import type { PlanNode as ApolloNode, FetchNode, QueryPlan, QueryPlanSelectionNode } from "@apollo/query-planner";
import { type PathSegment, type PlanNode, PlanningError, type Requirement, type Rewrite, type RewriteStep } from "./planner.ts";
import { responseKeys } from "./response-keys.ts";

type FetchDataRewrite = NonNullable<FetchNode["inputRewrites"]>[number];

const ENTITIES = "_entities";
const REPRESENTATIONS = "representations";
const TYPE_STEP = "... on ";

/** A step has a name, `@` for the items of a list, or nothing; and after it the types for which it goes on, if not for all: `photo`, `@|[Fish,Birds]`. */
const STEP = /^(?<name>[^|]*)(?:\|\[(?<types>[^\]]*)\])?$/;

function toPathSegments(step: string | number): readonly PathSegment[] {
  const { name = "", types } = STEP.exec(String(step))?.groups ?? {};
  const segments: PathSegment[] = [];
  if (name === "@") segments.push({ kind: "list" });
  else if (name !== "") segments.push({ kind: "field", name });
  if (types !== undefined) segments.push({ kind: "type", names: types.split(",") });
  return segments;
}

function toRewriteSteps(path: readonly string[]): readonly RewriteStep[] {
  return path
    .filter((step) => step !== "@") // lists are walked through anyway
    .map((step) => (step.startsWith(TYPE_STEP) ? { kind: "type", names: [step.slice(TYPE_STEP.length)] } : { kind: "key", name: step }));
}

function toRewrite(rewrite: FetchDataRewrite): Rewrite {
  const path = toRewriteSteps(rewrite.path);
  return rewrite.kind === "KeyRenamer"
    ? { kind: "rename", path, to: rewrite.renameKeyTo }
    : { kind: "set", path, value: String(rewrite.setValueTo) };
}

/** What is required has the alias under which it was fetched, and its own name in the representation. */
function toRequirements(selection: QueryPlanSelectionNode): readonly Requirement[] {
  if (selection.kind === "Field") {
    const name = selection.alias ?? selection.name;
    return [{ kind: "field", name, as: name, selections: selection.selections?.flatMap(toRequirements) ?? null }];
  }
  const selections = selection.selections.flatMap(toRequirements);
  return selection.typeCondition === undefined ? selections : [{ kind: "type", name: selection.typeCondition, selections }];
}

function fetchToPlan(node: FetchNode, path: readonly PathSegment[]): PlanNode {
  if (node.operationKind === "subscription") throw new PlanningError("Subscriptions are not planned.");
  if (node.contextRewrites && node.contextRewrites.length > 0) throw new PlanningError("Contexts (@fromContext) are not supported.");
  const operation = {
    kind: node.operationKind,
    text: node.operation,
    name: node.operationName ?? null,
    variables: (node.variableUsages ?? []).filter((name) => name !== REPRESENTATIONS),
  };
  const keys = responseKeys(node.operation);
  const outputRewrites = node.outputRewrites?.map(toRewrite) ?? [];
  if (node.requires === undefined) {
    if (path.length > 0) throw new PlanningError("The plan asks for root fields below the root.");
    return { kind: "fetch", subgraph: node.serviceName, operation, outputRewrites, keys: new Set(keys.keys()) };
  }
  const batch = {
    responseKey: ENTITIES,
    variable: REPRESENTATIONS,
    paths: [path],
    requires: node.requires.flatMap(toRequirements),
    inputRewrites: node.inputRewrites?.map(toRewrite) ?? [],
    outputRewrites,
    keys: keys.get(ENTITIES) ?? new Set<string>(),
  };
  return { kind: "entities", subgraph: node.serviceName, operation, batches: [batch] };
}

/** Turns a node of Apollo's plan into ours. `path` is where the enclosing `Flatten` nodes lead. */
export function toPlan(node: NonNullable<QueryPlan["node"]> | ApolloNode, path: readonly PathSegment[] = []): PlanNode {
  switch (node.kind) {
    case "Fetch":
      return fetchToPlan(node, path);
    case "Flatten":
      return toPlan(node.node, [...path, ...node.path.flatMap(toPathSegments)]);
    case "Sequence":
      return { kind: "sequence", nodes: node.nodes.map((child) => toPlan(child, path)) };
    case "Parallel":
      return { kind: "parallel", nodes: node.nodes.map((child) => toPlan(child, path)) };
    case "Condition":
    case "Defer":
    case "Subscription":
      throw new PlanningError(`The plan has a ${node.kind} node, which nothing here asks for.`);
  }
}
