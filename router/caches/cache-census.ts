import { observed } from "@mercato/chassis/telemetry";
import { metrics } from "@mercato/contracts/telemetry/metrics";

/** What a cache tells of itself. */
export interface CensusEntry {
  /** Estimated. */
  bytes(): number;
  entries(): number;
}

/** Look-ups of all caches of one name, past ones included: totals never fall, whatever is swapped. */
export interface Lookups {
  hits: number;
  misses: number;
}

/** The names of the router's caches, as they stand in metrics. */
export type CacheName =
  /** Operations that were found to be valid: what takes the short way. */
  | "operations"
  /** Documents that could be parsed. */
  | "documents"
  /** What is wrong with those that could not. */
  | "syntax_errors"
  /** Operations with their plans. */
  | "plans";

/** Keeps count of the router's caches, for metrics. Several caches of one name (of a supergraph that goes and of one that comes) are counted together. */
export interface CacheCensus {
  /** Adds a cache; what it returns takes it out again. */
  add(name: CacheName, entry: CensusEntry): () => void;
  lookups(name: CacheName): Lookups;
  /** Ends the metrics. */
  stop(): void;
}

export function createCacheCensus(): CacheCensus {
  const caches = new Map<CacheName, Set<CensusEntry>>();
  const lookups = new Map<CacheName, Lookups>();
  const shapes = { cacheLookups: metrics.cacheLookups, cacheBytes: metrics.cacheBytes, cacheEntries: metrics.cacheEntries };
  const stop = observed(shapes, (say) => {
    for (const [cache, { hits, misses }] of lookups) {
      say("cacheLookups", hits, { service: "router", cache, outcome: "hit" });
      say("cacheLookups", misses, { service: "router", cache, outcome: "miss" });
    }
    for (const [cache, entries] of caches) {
      const sum = (measure: (entry: CensusEntry) => number): number => [...entries].reduce((total, entry) => total + measure(entry), 0);
      say(
        "cacheBytes",
        sum((entry) => entry.bytes()),
        { service: "router", cache },
      );
      say(
        "cacheEntries",
        sum((entry) => entry.entries()),
        { service: "router", cache },
      );
    }
  });

  function named<T>(map: Map<CacheName, T>, name: CacheName, make: () => T): T {
    const known = map.get(name) ?? make();
    map.set(name, known);
    return known;
  }

  return {
    add(name, entry) {
      const entries = named(caches, name, () => new Set<CensusEntry>());
      entries.add(entry);
      return () => void entries.delete(entry);
    },
    lookups: (name) => named(lookups, name, () => ({ hits: 0, misses: 0 })),
    stop,
  };
}
