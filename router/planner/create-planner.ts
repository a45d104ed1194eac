import type { Log } from "@mercato/chassis/log";
import { parse } from "graphql";
import { type Ownership, readOwnership } from "../supergraph/ownership.ts";
import { createHivePlanner } from "./hive-planner.ts";
import { auditPlan } from "./plan-audit.ts";
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
 * Apollo's planner, without what it plans wrongly: no answer is better than a wrong one. It asks once for a field that different `@requires` need with
 * different arguments. (What clients ask for is kept apart by the executor, see plan-keys.ts.)
 */
async function createCarefulFallback(supergraphSdl: string, ownership: () => Ownership): Promise<Pick<Planner, "plan">> {
  const planner = await loadApolloPlanner(supergraphSdl);
  return {
    async plan(request) {
      const plan = await planner.plan(request);
      if (!auditPlan(plan, ownership()).mixesArguments) return plan;
      throw new PlanningError("The native planner has a fault with this operation, and the other one plans it wrongly.");
    },
  };
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
    createFallback: () => createCarefulFallback(supergraphSdl, ownership),
    faultOf: (plan) => auditPlan(plan, ownership()).fault,
  });
}
