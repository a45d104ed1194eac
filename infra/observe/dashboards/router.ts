import { histogram, series } from "../series.ts";
import type { Dashboard } from "./panel.ts";

const mine = { service: "router" } as const;
const requests = histogram("requestDuration", "count", mine);
const buckets = histogram("requestDuration", "bucket", mine);
const fetches = histogram("subgraphFetchDuration", "count");

/** Which operation is slow or fails, and which subgraph makes it so? */
export const router: Dashboard = {
  uid: "mercato-router",
  title: "Mercato: router",
  panels: [
    {
      title: "Operations",
      description: "The ten that are asked for most.",
      unit: "reqps",
      queries: [{ expression: `topk(10, sum by (operation) (rate(${requests}[1m])))`, legend: "{{operation}}" }],
    },
    {
      title: "Slowest operations",
      description: "The 95th percentile of the ten slowest.",
      unit: "s",
      limit: 0.5,
      queries: [
        { expression: `topk(10, histogram_quantile(0.95, sum by (le, operation) (rate(${buckets}[5m]))))`, legend: "{{operation}}" },
      ],
    },
    {
      title: "Operations that fail",
      description: "Wholly or in part, by operation.",
      unit: "reqps",
      queries: [
        {
          expression: `sum by (operation, outcome) (rate(${histogram("requestDuration", "count", { ...mine, outcome: "partial|failed" })}[1m]))`,
          legend: "{{operation}} {{outcome}}",
        },
      ],
    },
    {
      title: "Requests that are refused",
      description: "By the limits, or because they are not valid: somebody's client is wrong, or somebody tries things.",
      unit: "reqps",
      queries: [
        {
          expression: `sum by (operation_type) (rate(${histogram("requestDuration", "count", { ...mine, outcome: "refused" })}[1m]))`,
          legend: "{{operation_type}}",
        },
      ],
    },
    {
      title: "Fetches from subgraphs",
      description: "How many fetches a request needs shows in comparison with the operations above.",
      unit: "reqps",
      queries: [{ expression: `sum by (subgraph, outcome) (rate(${fetches}[1m]))`, legend: "{{subgraph}} {{outcome}}" }],
    },
    {
      title: "Time of a fetch",
      description: "The 95th percentile, by subgraph.",
      unit: "s",
      queries: [
        {
          expression: `histogram_quantile(0.95, sum by (le, subgraph) (rate(${histogram("subgraphFetchDuration", "bucket")}[1m])))`,
          legend: "{{subgraph}}",
        },
      ],
    },
    {
      title: "Share of fetches that fail",
      description: "No answer at all: the subgraph is down, too slow, or kept from being asked.",
      unit: "percentunit",
      limit: 0.02,
      queries: [
        {
          expression: `sum by (subgraph) (rate(${histogram("subgraphFetchDuration", "count", { outcome: "failed" })}[1m])) / sum by (subgraph) (rate(${fetches}[1m]))`,
          legend: "{{subgraph}}",
        },
      ],
    },
    {
      title: "Share of look-ups that caches answer",
      description:
        "Operations that are known take the short way. When plans miss, operations are new each time: clients write values into documents.",
      unit: "percentunit",
      queries: [
        {
          expression: `sum by (cache) (rate(${series("cacheLookups", { outcome: "hit" })}[5m])) / sum by (cache) (rate(${series("cacheLookups")}[5m]))`,
          legend: "{{cache}}",
        },
      ],
    },
    {
      title: "Memory of caches",
      description: "Estimated; bounded by PLAN_CACHE_BYTES and DOCUMENT_CACHE_BYTES.",
      unit: "bytes",
      queries: [{ expression: `max by (cache) (${series("cacheBytes")})`, legend: "{{cache}}" }],
    },
    {
      title: "Event loop lag of the router",
      description: "When this rises with the load, more routers are needed.",
      unit: "s",
      limit: 0.25,
      queries: [{ expression: `max by (instance) (${series("eventLoopLag", mine)})`, legend: "{{instance}}" }],
    },
  ],
};
