import type { Log } from "@mercato/chassis/log";
import { parse } from "graphql";
import { readHazards } from "../supergraph/hazards.ts";
import { createHivePlanner } from "./hive-planner.ts";
import { type PLANNERS, type Planner, PlanningError } from "./planner.ts";

export interface PlannerOptions {
  readonly planner: (typeof PLANNERS)[number];
  readonly supergraphSdl: string;
  readonly log: Pick<Log, "warn">;
}

/** Loaded only where it is needed: it takes longer to load than all the rest. */
async function loadApolloPlanner(supergraphSdl: string): Promise<Planner> {
  const { createApolloPlanner } = await import("./apollo-planner.ts");
  return createApolloPlanner(supergraphSdl);
}

/**
 * Apollo's planner, but for supergraphs of which it plans some operations wrongly: no answer is better than a wrong one. It asks once for a field that
 * different `@requires` need with different arguments. (What clients ask for is kept apart by the executor, see plan-keys.ts.)
 */
async function createCarefulFallback(supergraphSdl: string): Promise<Pick<Planner, "plan">> {
  const { requiredWithArguments } = readHazards(parse(supergraphSdl));
  if ([...requiredWithArguments.values()].every((variants) => variants.size < 2)) return loadApolloPlanner(supergraphSdl);
  return {
    plan: async () => {
      throw new PlanningError("The native planner has a fault with this operation, and the other one might plan it wrongly.");
    },
  };
}

/** Makes the planner that is configured, ready to plan. */
export function createPlanner({ planner, supergraphSdl, log }: PlannerOptions): Promise<Planner> {
  if (planner === "apollo") return loadApolloPlanner(supergraphSdl);
  return createHivePlanner({ supergraphSdl, log, createFallback: () => createCarefulFallback(supergraphSdl) });
}
