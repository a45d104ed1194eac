import { afterAll, beforeAll, expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { createScratch, type Scratch } from "../scratch.ts";
import { isFree } from "../servers/free-port.ts";
import { listensOn } from "../shop/listens-on.ts";
import { type Shop, startShop } from "../shop.ts";

const onLinux = test.skipIf(process.platform !== "linux");

let scratch: Scratch;
let shop: Shop;

beforeAll(async () => {
  if (process.platform !== "linux") return;
  scratch = await createScratch("replicas-test");
  shop = await startShop({
    directory: scratch.directory,
    database: { url: process.env["MONGO_URL"] ?? "" },
    nats: { url: process.env["NATS_URL"] ?? "" },
    prefix: `t${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`,
    replicas: { router: 2, catalog: 2 },
  });
}, 60_000);
afterAll(async () => {
  await shop?.stop();
  await scratch?.remove();
});

/** What a process has logged of requests; the second one's log stands beside the first's. */
async function requestsIn(log: string): Promise<number> {
  const text = await Bun.file(log).text();
  return text.split("\n").filter((line) => line.includes('"operation":"Ping"')).length;
}

async function ask(): Promise<void> {
  const body = JSON.stringify({ operationName: "Ping", query: "query Ping { products(first: 1) { nodes { id } } }" });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(shop.endpoint, { method: "POST", headers, body, keepalive: false });
  expect(await answer.json()).toEqual({ data: { products: { nodes: [] } } });
}

onLinux("each process of a service listens on its one port", () => {
  const port = (name: "router" | "catalog") => Number(new URL(shop.urls[name] ?? "").port);
  const { router, "router.2": secondRouter, catalog, "catalog.2": secondCatalog } = shop.processes;
  expect(new Set([router, secondRouter, catalog, secondCatalog]).size).toBe(4);
  for (const pid of [router, secondRouter]) expect(listensOn(pid ?? 0, port("router"))).toBe(true);
  for (const pid of [catalog, secondCatalog]) expect(listensOn(pid ?? 0, port("catalog"))).toBe(true);
  expect(listensOn(catalog ?? 0, port("router"))).toBe(false);
});

onLinux("new connections are dealt out to all routers", async () => {
  const logs = [shop.logFile("router"), shop.logFile("router").replace(/\.log$/, ".2.log")];
  await eventually("both routers have answered", async () => {
    await ask();
    const counts = await Promise.all(logs.map(requestsIn));
    return counts.every((count) => count > 0);
  });
});

onLinux("after a stop no process is left, and nothing listens", async () => {
  const pids = Object.values(shop.processes);
  expect(pids).toHaveLength(8);
  await shop.stop();
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow("ESRCH");
  for (const url of Object.values(shop.urls)) expect(await isFree(Number(new URL(url).port))).toBe(true);
});
