import { afterEach, beforeEach, expect, test } from "bun:test";
import { createBoundedCache } from "./bounded-cache.ts";
import { type CacheCensus, type CensusEntry, createCacheCensus } from "./cache-census.ts";

let census: CacheCensus;
beforeEach(() => {
  census = createCacheCensus();
});
afterEach(() => census.stop());

const KIB = 1024;

test("it holds what has room, the most recently used", () => {
  const cache = createBoundedCache<string>({ name: "plans", maxBytes: 10 * KIB, census });
  for (let i = 0; i < 20; i += 1) {
    cache.set(`k${i}`, `v${i}`, KIB);
    cache.get("k0");
  }
  const keys = [...cache.keys()];
  expect(keys).toEqual(["k0", "k19", "k18", "k17", "k16", "k15", "k14", "k13"]);
  expect(cache.get("k12")).toBeUndefined();
});

test("long keys count, and what is larger than all of it is not kept and drives nothing out", () => {
  const cache = createBoundedCache<string>({ name: "plans", maxBytes: 10 * KIB, census });
  cache.set("small", "v", 1);
  cache.set("x".repeat(10 * KIB), "v", 1);
  cache.set("large", "v", 10 * KIB);
  expect([...cache.keys()]).toEqual(["small"]);
});

test("what grows drives others out, then goes itself", () => {
  const cache = createBoundedCache<object>({ name: "plans", maxBytes: 10 * KIB, census });
  const [a, b] = [{}, {}];
  cache.set("a", a, KIB);
  cache.set("b", b, KIB);
  cache.grow("b", b, 7 * KIB);
  expect([...cache.keys()]).toEqual(["b", "a"]);
  cache.grow("b", b, KIB);
  expect([...cache.keys()]).toEqual(["b"]);
  cache.grow("b", {}, 10 * KIB); // not what is kept any more
  cache.grow("a", a, KIB);
  expect([...cache.keys()]).toEqual(["b"]);
  cache.grow("b", b, KIB);
  expect([...cache.keys()]).toEqual([]);
});

test("look-ups are counted by name, over caches that are gone", () => {
  for (const _round of [1, 2]) {
    const cache = createBoundedCache<string>({ name: "documents", maxBytes: KIB, census });
    cache.get("a");
    cache.set("a", "v", 1);
    cache.get("a");
    cache.close();
  }
  expect(census.lookups("documents")).toEqual({ hits: 2, misses: 2 });
  expect(census.lookups("plans")).toEqual({ hits: 0, misses: 0 });
});

test("a cache is in the census until it is closed", () => {
  const entries = new Set<CensusEntry>();
  const watching: CacheCensus = {
    ...census,
    add(_name, entry) {
      entries.add(entry);
      return () => void entries.delete(entry);
    },
  };
  const cache = createBoundedCache<string>({ name: "plans", maxBytes: 10 * KIB, census: watching });
  cache.set("key", "v", KIB);
  expect([...entries].map((entry) => [entry.entries(), entry.bytes()])).toEqual([[1, KIB + 206]]);
  cache.close();
  expect(entries.size).toBe(0);
});
