import { QueryPlanner } from "@graphql-hive/router-query-planner";
import { toPlan } from "./hive-plan.ts";
import { type Planner, PlanningError } from "./planner.ts";

/**
 * The planner of Hive Router: a native addon for Linux (glibc) and macOS.
 * @throws Error when there is no addon for this platform, or the supergraph cannot be read.
 */
export function createHivePlanner(supergraphSdl: string): Planner {
  const planner = new QueryPlanner(supergraphSdl);
  return {
    percentages: planner.overridePercentages.toSorted((a, b) => a - b),
    plan({ text, roll }) {
      try {
        const plan = planner.plan(text, null, new Set(), roll);
        if (plan.node === undefined) throw new PlanningError("The planner gave an empty plan.");
        return toPlan(plan.node);
      } catch (cause) {
        if (cause instanceof PlanningError) throw cause;
        throw new PlanningError(cause instanceof Error ? cause.message : String(cause), { cause });
      }
    },
  };
}
