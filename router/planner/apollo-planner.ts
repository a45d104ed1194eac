import { operationFromDocument, Supergraph } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { type DocumentNode, parse } from "graphql";
import { toPlan } from "./apollo-plan.ts";
import { resolvableKeysFirst } from "./key-order.ts";
import { type PlanNode, type Planner, PlanningError, type PlanRequest } from "./planner.ts";
import { createLayering } from "./requirement-layers.ts";

const LABEL = /overrideLabel:\s*"([^"]+)"/g;
const PERCENTAGE = /^percent\(([\d.]+)\)$/;

/** The labels of overrides, each with its percentage; null for those that are no percentage. */
function overrideLabels(supergraphSdl: string): ReadonlyMap<string, number | null> {
  return new Map(
    [...supergraphSdl.matchAll(LABEL)].map(([, label = ""]) => {
      const percentage = PERCENTAGE.exec(label)?.[1];
      return [label, percentage === undefined ? null : Number(percentage)];
    }),
  );
}

/**
 * The planner that is inside `@apollo/gateway`: JavaScript, for platforms without the native one. Slower.
 * @throws Error when the supergraph cannot be read.
 */
export function createApolloPlanner(supergraphSdl: string): Planner {
  const supergraph = Supergraph.build(resolvableKeysFirst(supergraphSdl));
  const apiSchema = supergraph.apiSchema();
  // Without it, entities of one field of several types are asked for in one way: one of them may lack what it needs for that.
  const planner = new QueryPlanner(supergraph, { typeConditionedFetching: true });
  const overrides = overrideLabels(supergraphSdl);
  const layersOf = createLayering(supergraphSdl, apiSchema.toGraphQLJSSchema());

  function planOne(document: DocumentNode, { roll, labels }: PlanRequest): PlanNode {
    const overrideConditions = new Map(
      [...overrides].map(([label, percentage]) => [label, percentage === null ? labels.has(label) : roll < percentage]),
    );
    const { node } = planner.buildQueryPlan(operationFromDocument(apiSchema, document), { overrideConditions });
    if (node === undefined) throw new PlanningError("The planner gave an empty plan.");
    return toPlan(node);
  }

  return {
    percentages: [...new Set(overrides.values())].filter((percentage) => percentage !== null).sort((a, b) => a - b),
    labels: [...overrides].flatMap(([label, percentage]) => (percentage === null ? [label] : [])),
    close() {},
    async plan(request) {
      try {
        const { documents, clashing } = layersOf(parse(request.text));
        const nodes = documents.map((document) => planOne(document, request));
        return nodes.length === 1 && nodes[0] ? nodes[0] : { kind: "sequence", nodes, separately: clashing };
      } catch (cause) {
        if (cause instanceof PlanningError) throw cause;
        throw new PlanningError(cause instanceof Error ? cause.message : String(cause), { cause });
      }
    },
  };
}
