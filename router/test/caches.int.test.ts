import { afterAll, beforeAll, expect, test } from "bun:test";
import { startTelemetry, type Telemetry } from "@mercato/chassis/telemetry";
import { type MetricDescription, metrics as names, prometheusName } from "@mercato/contracts/telemetry/metrics";
import { metrics } from "@opentelemetry/api";
import { startRouter, type TestRouter } from "./kit/router.ts";
import { type Shop, startShop } from "./kit/shop.ts";

const BYTES = 200_000;
const QUERY = "query Stock { warehouses }";

let telemetry: Telemetry;
let shop: Shop;
let router: TestRouter;

beforeAll(async () => {
  metrics.disable(); // other tests of this process may have left theirs
  telemetry = await startTelemetry({ service: "router" });
  shop = startShop();
  router = await startRouter(shop.all, { PLAN_CACHE_BYTES: String(BYTES), DOCUMENT_CACHE_BYTES: String(BYTES) });
});
afterAll(async () => {
  await router.stop();
  await shop.stop();
  await telemetry.stop();
  metrics.disable();
});

/** What a metric says, by its labels but `service`. */
async function read(metric: MetricDescription): Promise<Readonly<Record<string, number>>> {
  const text = await (await telemetry.scrape()).text();
  const samples = text.matchAll(new RegExp(`^${prometheusName(metric)}\\{service="router",?([^}]*)\\} (\\S+)`, "gm"));
  return Object.fromEntries([...samples].map(([, labels, value]) => [labels, Number(value)]));
}

test("look-ups are hits or misses of the cache that they were in", async () => {
  const before = await read(names.cacheLookups);
  for (let i = 0; i < 5; i += 1) expect((await router.query(QUERY)).data).toEqual({ warehouses: ["north"] });
  const after = await read(names.cacheLookups);
  const more = (cache: string, outcome: string) => {
    const labels = `cache="${cache}",outcome="${outcome}"`;
    return (after[labels] ?? 0) - (before[labels] ?? 0);
  };
  // The first goes the long way, and the second may: the short one needs to know what answers look like.
  expect(more("documents", "miss")).toBe(1);
  expect(more("plans", "miss")).toBe(1);
  expect(more("plans", "hit")).toBe(4);
  expect(more("operations", "hit") + more("documents", "hit")).toBeGreaterThanOrEqual(4);
  expect(more("operations", "hit")).toBeGreaterThanOrEqual(3);
});

test("whatever clients send, nothing takes more memory than it may", async () => {
  const filler = (length: number) => `# ${"x".repeat(length)}\n`;
  for (let i = 0; i < 60; i += 1) {
    expect((await router.query(`${filler(i * 500)}query Q${i} { product(id: "p${i}") { title variants { sku } } }`)).status).toBe(200);
    expect((await router.query(`${filler(i * 500)}query Q${i} { nothing${i} }`)).data).toBeUndefined();
    expect((await router.query(`${filler(i * 500)}query Q${i} { `)).data).toBeUndefined();
  }
  const [bytes, entries] = [await read(names.cacheBytes), await read(names.cacheEntries)];
  expect(Object.keys(bytes).toSorted()).toEqual(['cache="documents"', 'cache="operations"', 'cache="plans"', 'cache="syntax_errors"']);
  for (const [cache, size] of Object.entries(bytes)) {
    expect([cache, size <= BYTES]).toEqual([cache, true]);
    expect([cache, size > 0, (entries[cache] ?? 0) > 0, (entries[cache] ?? 0) < 60]).toEqual([cache, true, true, true]);
  }
});

test("the supergraphs that were given, and those that are held, are counted", async () => {
  expect(await read(names.supergraphLoads)).toEqual({ 'outcome="live"': 1, 'outcome="refused"': 0 });
  expect(await read(names.supergraphsHeld)).toEqual({ "": 1 });
});
