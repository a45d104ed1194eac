import type { PlanNode } from "./planner.ts";

/**
 * Whether a plan sends a mutation more than once. The native planner does, where several subgraphs have it and no one of them has all that is asked of its
 * result: as it does for queries, it asks each for a part.
 */
export function repeatsMutation(plan: PlanNode): boolean {
  const sent = new Set<string>();
  function visit(node: PlanNode): boolean {
    if (node.kind === "sequence" || node.kind === "parallel") return node.nodes.some(visit);
    if (node.kind !== "fetch" || node.operation.kind !== "mutation") return false;
    const repeats = [...node.keys].some((key) => sent.has(key));
    for (const key of node.keys) sent.add(key);
    return repeats;
  }
  return visit(plan);
}
