import type { Log } from "@mercato/chassis/log";
import { parse } from "graphql";
import { type Ownership, readOwnership } from "../supergraph/ownership.ts";
import { createHivePlanner } from "./hive-planner.ts";
import { faultOf } from "./plan-audit.ts";
import type { PLANNERS, Planner } from "./planner.ts";

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

/** Makes the planner that is configured, ready to plan. */
export function createPlanner({ planner, supergraphSdl, log }: PlannerOptions): Promise<Planner> {
  if (planner === "apollo") return loadApolloPlanner(supergraphSdl);
  let known: Ownership | null = null;
  const ownership = (): Ownership => {
    known ??= readOwnership(parse(supergraphSdl, { noLocation: true }));
    return known;
  };
  return createHivePlanner({
    supergraphSdl,
    log,
    createFallback: () => loadApolloPlanner(supergraphSdl),
    faultOf: (plan) => faultOf(plan, ownership()),
  });
}
