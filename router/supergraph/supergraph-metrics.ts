import { observed } from "@mercato/chassis/telemetry";
import { metrics } from "@mercato/contracts/telemetry/metrics";

/** How many supergraphs came to what. */
export interface SupergraphLoads {
  readonly live: number;
  readonly refused: number;
}

/** Metrics of what is served, by what became of what was given. Returns what ends them. */
export function observeSupergraphs(loads: SupergraphLoads, served: { held(): number }): () => void {
  const shapes = { supergraphLoads: metrics.supergraphLoads, supergraphsHeld: metrics.supergraphsHeld };
  return observed(shapes, (say) => {
    for (const outcome of ["live", "refused"] as const) say("supergraphLoads", loads[outcome], { service: "router", outcome });
    say("supergraphsHeld", served.held(), { service: "router" });
  });
}
