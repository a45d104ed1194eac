import type { Log } from "@mercato/chassis/log";
import { parse } from "graphql";
import { createHivePlanner } from "./hive-planner.ts";
import { type PLANNERS, type Planner, PlanningError } from "./planner.ts";
import { requiredWithArguments, selectsAny } from "./required-arguments.ts";

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

/** Apollo's planner, but for what it would plan wrongly: no answer is better than a wrong one. */
async function createCarefulFallback(supergraphSdl: string): Promise<Pick<Planner, "plan">> {
  const planner = await loadApolloPlanner(supergraphSdl);
  const required = requiredWithArguments(supergraphSdl);
  return {
    async plan(request) {
      if (selectsAny(parse(request.text), required))
        throw new PlanningError("The native planner has a fault with this operation, and the other one would plan it wrongly.");
      return planner.plan(request);
    },
  };
}

/** Makes the planner that is configured, ready to plan. */
export function createPlanner({ planner, supergraphSdl, log }: PlannerOptions): Promise<Planner> {
  if (planner === "apollo") return loadApolloPlanner(supergraphSdl);
  return createHivePlanner({ supergraphSdl, log, createFallback: () => createCarefulFallback(supergraphSdl) });
}
