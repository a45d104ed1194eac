/** The process that the native planner lives in, and may die in. Started by hive-host.ts. */
import { QueryPlanner } from "@graphql-hive/router-query-planner";
import type { HiveMessage, HiveReply } from "./hive-messages.ts";

let planner: QueryPlanner | null = null;

function answer(message: HiveMessage): HiveReply {
  if (message.kind === "load") {
    planner = new QueryPlanner(message.supergraphSdl);
    return { kind: "loaded", percentages: planner.overridePercentages };
  }
  if (planner === null) return { kind: "refused", reason: "No supergraph was loaded." };
  return { kind: "planned", node: planner.plan(message.text, null, new Set(), message.roll).node ?? null };
}

process.on("message", (message: HiveMessage) => {
  try {
    process.send?.(answer(message));
  } catch (error) {
    process.send?.({ kind: "refused", reason: error instanceof Error ? error.message : String(error) } satisfies HiveReply);
  }
});
// However the router ended, nobody is left to plan for.
process.on("disconnect", () => process.exit(0));
// A terminal tells the whole group to stop. The router may still have operations to plan while it finishes what is in flight; it ends this process itself.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
