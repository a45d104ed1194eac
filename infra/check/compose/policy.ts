import { expectedServices } from "../expected.ts";
import type { Policy } from "../policies.ts";

/** Servers that the shop stands on; they are called, and call nobody. */
export const SERVERS = ["database", "nats", "redis"];

/** Tools that watch the shop; they see one another, and the shop does without them. */
const WATCHERS = ["collector", "prometheus", "jaeger", "grafana"];

const serviceNames = expectedServices.map(({ name }) => name);

function watcherEdges(): Record<string, readonly string[]> {
  const others = (name: string) => WATCHERS.filter((other) => other !== name);
  return {
    ...Object.fromEntries(WATCHERS.map((name) => [name, others(name)])),
    // Traces are sent to the collector, metrics are fetched by Prometheus.
    ...Object.fromEntries(serviceNames.map((name) => [name, ["collector"]])),
    prometheus: [...others("prometheus"), ...serviceNames],
  };
}

/** What compose files are held to. */
export const composePolicy: Policy = {
  services: expectedServices,
  probes: ["ready"],
  // The load test is a client from outside.
  moreEdges: { ...watcherEdges(), load: ["router"] },
  unprobed: ["load", ...WATCHERS],
  published: { router: ["127.0.0.1"], prometheus: ["127.0.0.1"], jaeger: ["127.0.0.1"], grafana: ["127.0.0.1"] },
};

/** Whether one workload may open connections to another. */
export function isEdge(from: string, to: string): boolean {
  const expected = composePolicy.services.find(({ name }) => name === from)?.reaches ?? [];
  return [...expected, ...(composePolicy.moreEdges?.[from] ?? [])].includes(to);
}
