import type { ServiceName } from "./topology.ts";

/** What one replica of a service gets, and how many there are. */
export interface ServiceResources {
  /** Fewest and most replicas where they are scaled by load. */
  readonly replicas: { readonly min: number; readonly max: number };
  /** In thousandths of a core. */
  readonly cpuMillis: { readonly request: number; readonly limit: number };
  /** In mebibytes. */
  readonly memoryMib: { readonly request: number; readonly limit: number };
}

const SUBGRAPH: ServiceResources = {
  replicas: { min: 2, max: 8 },
  cpuMillis: { request: 250, limit: 1_000 },
  memoryMib: { request: 256, limit: 512 },
};

/** Starting points, to be corrected by what a load test shows. */
export const resources: Readonly<Record<ServiceName, ServiceResources>> = {
  // Four hashings of a password at once take a core and 19 MiB each.
  accounts: { ...SUBGRAPH, cpuMillis: { request: 500, limit: 4_000 }, memoryMib: { request: 384, limit: 768 } },
  catalog: SUBGRAPH,
  inventory: SUBGRAPH,
  orders: { ...SUBGRAPH, replicas: { min: 2, max: 12 }, cpuMillis: { request: 500, limit: 1_000 } },
  payments: SUBGRAPH,
  // One process is one thread of JavaScript: more than a core helps the collector only.
  router: {
    replicas: { min: 2, max: 20 },
    cpuMillis: { request: 500, limit: 1_500 },
    memoryMib: { request: 384, limit: 768 },
  },
};
