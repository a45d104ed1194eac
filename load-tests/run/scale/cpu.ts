import { round } from "../percentile.ts";
import type { ResourceSample } from "../resources.ts";

/** What the processes of a run are parts of. */
export const parts = ["router", "subgraphs", "database", "nats", "k6"] as const;
export type Part = (typeof parts)[number];

/** Processor time of each part in % of one core, of all its processes together. */
export type CpuByPart = Readonly<Record<Part, number>>;

const DATABASES = ["mongod", "ferretdb", "postgres"];

/** The part that a process belongs to, by its name: `router.2` is the second router. */
export function partOf(name: string): Part {
  const [first = ""] = name.split(".");
  if (first === "router" || first === "nats" || first === "k6") return first;
  return DATABASES.includes(first) ? "database" : "subgraphs";
}

/** The mean of each part between two moments, in milliseconds since the epoch; 0 for a part that was not seen. */
export function meanCpu(samples: readonly ResourceSample[], fromMs: number, toMs: number): CpuByPart {
  const during = samples.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
  const looks = Math.max(1, new Set(during.map(({ atMs }) => atMs)).size);
  const totals: Record<Part, number> = { router: 0, subgraphs: 0, database: 0, nats: 0, k6: 0 };
  for (const { name, cpuPercent } of during) totals[partOf(name)] += cpuPercent;
  for (const part of parts) totals[part] = round(totals[part] / looks);
  return totals;
}
