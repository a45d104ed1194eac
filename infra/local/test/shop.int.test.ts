import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { createGraphqlClient } from "../graphql-client.ts";
import { createScratch, type Scratch } from "../scratch.ts";
import { isFree } from "../servers/free-port.ts";
import type { Report } from "../servers/report.ts";
import { type Shop, startShop } from "../shop.ts";

const PING = "{ products(first: 1) { nodes { id } } }";

let scratch: Scratch;
let shop: Shop;
const said: string[] = [];
const report: Report = { say: (line) => void said.push(line), stage: (_title, work) => work(() => undefined) };

beforeAll(async () => {
  scratch = await createScratch("shop-test");
  shop = await startShop({
    directory: scratch.directory,
    database: { url: process.env["MONGO_URL"] ?? "" },
    nats: { url: process.env["NATS_URL"] ?? "" },
    prefix: `t${crypto.randomUUID().replaceAll("-", "").slice(0, 12)}`,
    report,
  });
});
afterAll(async () => {
  await shop.stop();
  await scratch.remove();
});

const answers = async () => {
  const { products } = await createGraphqlClient(shop.endpoint).request<{ products: { nodes: unknown[] } }>(PING);
  return products.nodes.length;
};

describe("a shop of processes", () => {
  test("every service has a process of its own and is ready", async () => {
    expect(new Set(Object.values(shop.pids)).size).toBe(6);
    for (const url of Object.values(shop.urls)) expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    expect(await answers()).toBe(0);
  });

  test("a service that is killed by somebody else is started again", async () => {
    const before = shop.pids.catalog ?? 0;
    process.kill(before, "SIGKILL");
    await eventually("another process", () => shop.pids.catalog !== before, { timeoutMs: 20_000 });
    await eventually("an answer", async () => (await answers()) === 0, { timeoutMs: 20_000 });
    expect(said).toContain("catalog: starting it again (1 of 3)");
  });

  test("a service that a test kills stays down until it is restarted, and the rest goes on", async () => {
    await shop.kill9("catalog");
    await expect(answers()).rejects.toThrow();
    expect((await fetch(`${shop.urls.orders}/health/ready`)).status).toBe(200);
    await shop.restart("catalog");
    expect(await answers()).toBe(0);
  });

  test("after a stop nothing listens any more", async () => {
    const urls = Object.values(shop.urls);
    await shop.stop();
    for (const url of urls) expect(await isFree(Number(new URL(url).port))).toBe(true);
  });
});
