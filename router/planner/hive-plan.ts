import type {
  BatchFetchNode,
  FetchNode,
  FetchNodePathSegment,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode as HiveNode,
  RequiresSelection,
} from "@graphql-hive/router-query-planner";
import {
  type EntityBatch,
  type PathSegment,
  type PlanNode,
  PlanningError,
  type Requirement,
  type Rewrite,
  type RewriteStep,
  type SubgraphOperation,
} from "./planner.ts";
import { responseKeys } from "./response-keys.ts";

const ENTITIES = "_entities";
const REPRESENTATIONS = "representations";

function toPathSegment(segment: FlattenNodePathSegment): PathSegment {
  if (segment === "@") return { kind: "list" };
  if ("Field" in segment) return { kind: "field", name: segment.Field };
  return { kind: "type", names: segment.TypeCondition };
}

function toRewriteStep(segment: FetchNodePathSegment): RewriteStep {
  return "Key" in segment ? { kind: "key", name: segment.Key } : { kind: "type", names: segment.TypenameEquals };
}

function toRewrite(rewrite: FetchRewrite): Rewrite {
  if ("KeyRenamer" in rewrite)
    return { kind: "rename", path: rewrite.KeyRenamer.path.map(toRewriteStep), to: rewrite.KeyRenamer.renameKeyTo };
  const setter = "ValueSetter" in rewrite ? rewrite.ValueSetter : rewrite;
  return { kind: "set", path: setter.path.map(toRewriteStep), value: setter.setValueTo };
}

function toRequirement(selection: RequiresSelection): Requirement {
  switch (selection.kind) {
    case "Field":
      return {
        kind: "field",
        name: selection.name,
        as: selection.alias ?? selection.name,
        selections: selection.selections?.map(toRequirement) ?? null,
      };
    case "InlineFragment":
      return { kind: "type", name: selection.typeCondition, selections: selection.selections.map(toRequirement) };
    case "FragmentSpread":
      throw new PlanningError("The planner asked for a representation by a fragment.");
  }
}

function toOperation(node: FetchNode | BatchFetchNode): SubgraphOperation {
  if (node.operationKind === "subscription") throw new PlanningError("Subscriptions are not planned.");
  return {
    kind: node.operationKind ?? "query",
    text: node.operation,
    name: node.operationName ?? null,
    variables: node.variableUsages ?? [],
  };
}

function fetchToPlan(node: FetchNode, path: readonly PathSegment[]): PlanNode {
  const operation = toOperation(node);
  const keys = responseKeys(node.operation);
  const outputRewrites = node.outputRewrites?.map(toRewrite) ?? [];
  if (path.length === 0 && node.requires === undefined) {
    return { kind: "fetch", subgraph: node.serviceName, operation, outputRewrites, keys: new Set(keys.keys()) };
  }
  const batch: EntityBatch = {
    responseKey: ENTITIES,
    variable: REPRESENTATIONS,
    paths: [path],
    requires: node.requires?.map(toRequirement) ?? [],
    inputRewrites: node.inputRewrites?.map(toRewrite) ?? [],
    outputRewrites,
    keys: keys.get(ENTITIES) ?? new Set(),
  };
  return { kind: "entities", subgraph: node.serviceName, operation, batches: [batch] };
}

function batchFetchToPlan(node: BatchFetchNode): PlanNode {
  const keys = responseKeys(node.operation);
  const batches = node.entityBatch.aliases.map((alias) => ({
    responseKey: alias.alias,
    variable: alias.representationsVariableName,
    paths: alias.paths.map((path) => path.map(toPathSegment)),
    requires: alias.requires.map(toRequirement),
    inputRewrites: alias.inputRewrites?.map(toRewrite) ?? [],
    outputRewrites: alias.outputRewrites?.map(toRewrite) ?? [],
    keys: keys.get(alias.alias) ?? new Set<string>(),
  }));
  return { kind: "entities", subgraph: node.serviceName, operation: toOperation(node), batches };
}

/** Turns a node of the planner's plan into ours. `path` is where the enclosing `Flatten` nodes lead. */
export function toPlan(node: HiveNode, path: readonly PathSegment[] = []): PlanNode {
  switch (node.kind) {
    case "Fetch":
      return fetchToPlan(node, path);
    case "BatchFetch":
      return batchFetchToPlan(node);
    case "Flatten":
      return toPlan(node.node, [...path, ...node.path.map(toPathSegment)]);
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
