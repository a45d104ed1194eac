import { operationFromDocument, Supergraph } from "@apollo/federation-internals";
import { QueryPlanner } from "@apollo/query-planner";
import { parse } from "graphql";
import { toPlan } from "./apollo-plan.ts";
import { resolvableKeysFirst } from "./key-order.ts";
import { type Planner, PlanningError } from "./planner.ts";

const PERCENT_LABEL = /overrideLabel:\s*"(percent\(([\d.]+)\))"/g;

function percentLabels(supergraphSdl: string): ReadonlyMap<string, number> {
  return new Map([...supergraphSdl.matchAll(PERCENT_LABEL)].map(([, label = "", percentage]) => [label, Number(percentage)]));
}

/**
 * The planner that is inside `@apollo/gateway`: JavaScript, for platforms without the native one. Slower, and wrong where a client's arguments meet other
 * arguments of the same field in a `@requires` (it fetches one of the two for both).
 * @throws Error when the supergraph cannot be read.
 */
export function createApolloPlanner(supergraphSdl: string): Planner {
  const supergraph = Supergraph.build(resolvableKeysFirst(supergraphSdl));
  const apiSchema = supergraph.apiSchema();
  // Without it, entities of one field of several types are asked for in one way: one of them may lack what it needs for that.
  const planner = new QueryPlanner(supergraph, { typeConditionedFetching: true });
  const labels = percentLabels(supergraphSdl);
  return {
    percentages: [...new Set(labels.values())].sort((a, b) => a - b),
    close() {},
    async plan({ text, roll }) {
      try {
        const operation = operationFromDocument(apiSchema, parse(text));
        const overrideConditions = new Map([...labels].map(([label, percentage]) => [label, roll < percentage]));
        const { node } = planner.buildQueryPlan(operation, { overrideConditions });
        if (node === undefined) throw new PlanningError("The planner gave an empty plan.");
        return toPlan(node);
      } catch (cause) {
        if (cause instanceof PlanningError) throw cause;
        throw new PlanningError(cause instanceof Error ? cause.message : String(cause), { cause });
      }
    },
  };
}
