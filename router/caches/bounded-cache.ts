import { LRUCache } from "lru-cache";
import type { CacheCensus, CacheName } from "./cache-census.ts";

/** A cache that is bounded by what it holds, in bytes: the least recently used goes first. */
export interface BoundedCache<V extends {}> {
  get(key: string): V | undefined;
  /** Whether there is something, without using it. */
  has(key: string): boolean;
  /** `bytes`: estimated, the key not among them. What is larger than the whole cache is not kept. */
  set(key: string, value: V, bytes: number): void;
  /** Says that what is kept under a key has grown. Does nothing when it is not that any more. */
  grow(key: string, value: V, byBytes: number): void;
  /** Keys, the most recently used first. */
  keys(): Iterable<string>;
  /** Takes it out of the census, and lets go of everything. */
  close(): void;
}

export interface BoundedCacheOptions {
  readonly name: CacheName;
  readonly maxBytes: number;
  readonly census: CacheCensus;
}

/** Of an entry, besides key and value: the list and the maps that it is in. */
const ENTRY_BYTES = 200;

interface Kept<V> {
  readonly value: V;
  readonly bytes: number;
}

function entryBytes(key: string, valueBytes: number): number {
  return Math.ceil(ENTRY_BYTES + 2 * key.length + valueBytes);
}

export function createBoundedCache<V extends {}>({ name, maxBytes, census }: BoundedCacheOptions): BoundedCache<V> {
  const kept = new LRUCache<string, Kept<V>>({ maxSize: maxBytes });
  const lookups = census.lookups(name);
  const leave = census.add(name, { bytes: () => kept.calculatedSize, entries: () => kept.size });

  function put(key: string, one: Kept<V>): void {
    kept.set(key, one, { size: entryBytes(key, one.bytes) });
  }

  return {
    get(key) {
      const found = kept.get(key);
      if (found === undefined) lookups.misses += 1;
      else lookups.hits += 1;
      return found?.value;
    },
    has: (key) => kept.has(key),
    set: (key, value, bytes) => put(key, { value, bytes }),
    grow(key, value, byBytes) {
      const found = kept.peek(key);
      if (found === undefined || found.value !== value) return;
      put(key, { value, bytes: found.bytes + byBytes }); // a new object: the size of the same one would not be looked at
    },
    keys: () => kept.keys(),
    close() {
      leave();
      kept.clear();
    },
  };
}
