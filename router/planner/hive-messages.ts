import type { PlanNode } from "@graphql-hive/router-query-planner";

/** What the process of the native planner is told. Each message gets one reply, in order. */
export type HiveMessage =
  | { readonly kind: "load"; readonly supergraphSdl: string }
  | { readonly kind: "plan"; readonly text: string; readonly roll: number; readonly labels: readonly string[] };

/** What it says. */
export type HiveReply =
  | { readonly kind: "loaded"; readonly percentages: readonly number[]; readonly labels: readonly string[] }
  | { readonly kind: "planned"; readonly node: PlanNode | null }
  /** It cannot do that, and says why; it can go on. */
  | { readonly kind: "refused"; readonly reason: string };
