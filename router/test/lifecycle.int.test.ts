import { expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { systemClock } from "@mercato/chassis/clock";
import { createLog } from "@mercato/chassis/log";
import { eventually } from "@mercato/chassis/testing";
import { keyOf } from "../config-file.ts";
import { readRouterEnvironment, routerVariables } from "../environment.ts";
import { createRouterService } from "../service.ts";
import { SupergraphError } from "../supergraph/supergraph-error.ts";
import { compose, startRouter } from "./kit/router.ts";
import { startShop } from "./kit/shop.ts";

const log = createLog({ service: "router", level: "silent" });
const main = fileURLToPath(new URL("../main.ts", import.meta.url));

/** Where a router that was started as a process serves, as it says itself. */
async function addressOf(output: ReadableStream<Uint8Array>): Promise<string> {
  let said = "";
  for await (const chunk of output) {
    said += new TextDecoder().decode(chunk);
    const url = /"url":"([^"]+)"/.exec(said)?.[1];
    if (url !== undefined) return url;
  }
  throw new Error(`the router ended: ${said}`);
}

test("stopping finishes what is in flight", async () => {
  const shop = startShop();
  const router = await startRouter(shop.all);
  shop.orders.mood = { kind: "slow", ms: 300 };
  const inFlight = router.query(`{ order(id: "o1") { ref } }`);
  while (shop.orders.received.length === 0) await Bun.sleep(1);
  await router.stop();
  expect((await inFlight).data).toEqual({ order: { ref: "ref-o1" } });
  expect(fetch(router.url)).rejects.toThrow();
  await shop.stop();
});

test("the router is ready while all subgraphs are down", async () => {
  const shop = startShop();
  await shop.stop();
  const router = await startRouter(shop.all);
  const [live, ready] = await Promise.all(["/health/live", "/health/ready"].map((path) => fetch(new URL(path, router.url))));
  const answer = await router.query("{ __schema { queryType { name } } warehouses }");
  await router.stop();
  expect([live?.status, ready?.status]).toEqual([200, 200]);
  expect(answer.errors[0]).toMatchObject({ path: ["warehouses"], extensions: { code: "SUBGRAPH_UNAVAILABLE" } });
});

test("the shop's own supergraph is what it serves by default", async () => {
  const service = await createRouterService({ environment: readRouterEnvironment({}), log, clock: systemClock });
  const query = '{ __type(name: "Order") { fields { name } } }';
  const response = await service.fetch(new Request(`http://router/graphql?${new URLSearchParams({ query })}`));
  expect(await response.json()).toMatchObject({ data: { __type: { fields: expect.arrayContaining([{ name: "payment" }]) } } });
  await service.stop();
});

test("a supergraph that cannot be served keeps the router from starting, with the reason", async () => {
  const directory = await mkdtemp(join(tmpdir(), "mercato-router-"));
  const file = join(directory, "supergraph.graphql");
  const start = (variables: Record<string, string>) =>
    createRouterService({ environment: readRouterEnvironment({ SUPERGRAPH_FILE: file, ...variables }), log, clock: systemClock });
  expect(start({})).rejects.toThrow(`There is no supergraph at ${file}.`);
  await Bun.write(file, "type Query { a: Int }");
  expect(start({})).rejects.toBeInstanceOf(SupergraphError);
  const shop = startShop();
  await Bun.write(file, compose(shop.all));
  expect(start({ ROUTING_URLS: '{"payment":"http://127.0.0.1:1/graphql"}' })).rejects.toThrow(
    "There is no subgraph payment; there are catalog, orders, payments, stock.",
  );
  await shop.stop();
  await rm(directory, { recursive: true });
});

test("as a process it says what is wrong with its environment, serves, and ends with 0 on SIGTERM", async () => {
  const wrong = Bun.spawn([process.execPath, main], { env: { PORT: "none", ROUTING_URLS: "{" }, stdout: "pipe" });
  const complaint = await new Response(wrong.stdout).text();
  expect(await wrong.exited).toBe(1);
  expect(complaint).toContain("PORT");
  expect(complaint).toContain("ROUTING_URLS");

  const right = Bun.spawn([process.execPath, main], { env: { PORT: "0" }, stdout: "pipe" });
  expect((await fetch(new URL("/health/ready", await addressOf(right.stdout)))).status).toBe(200);
  right.kill("SIGTERM");
  expect(await right.exited).toBe(0);
}, 30_000);

test("as a process it reads a configuration file, and says where one is wrong", async () => {
  const directory = await mkdtemp(join(tmpdir(), "mercato-router-"));
  const file = join(directory, "router.yaml");
  await Bun.write(file, "port: 0\nlogLevel: loud\n");
  const wrong = Bun.spawn([process.execPath, main, "--config", file], { env: {}, stdout: "pipe" });
  const complaint = await new Response(wrong.stdout).text();
  expect(await wrong.exited).toBe(1);
  expect(complaint).toContain(`${file}:2:1 logLevel`);
  expect(complaint).toContain('"code":"CONFIG_INVALID_VALUE"');

  await Bun.write(file, "port: 0\ngraphiql: false\n");
  const right = Bun.spawn([process.execPath, main, "--config", file], { env: {}, stdout: "pipe" });
  const url = await addressOf(right.stdout);
  expect((await fetch(new URL("/graphql", url), { headers: { accept: "text/html" } })).status).toBe(406);
  right.kill("SIGTERM");
  expect(await right.exited).toBe(0);
  await rm(directory, { recursive: true });
}, 30_000);

test("as a process it serves another supergraph on SIGHUP", async () => {
  const directory = await mkdtemp(join(tmpdir(), "mercato-router-"));
  const [file, shop] = [join(directory, "supergraph.graphql"), startShop()];
  await Bun.write(file, compose([shop.catalog]));
  const router = Bun.spawn([process.execPath, main, "--supergraph", file, "--port", "0"], {
    env: { SUPERGRAPH_POLL_MS: "0" },
    stdin: "ignore",
    stdout: "pipe",
  });
  const url = new URL(`/graphql?${new URLSearchParams({ query: "{ paymentCount }" })}`, await addressOf(router.stdout));
  const ask = async () => (await fetch(url, { headers: { accept: "application/graphql-response+json" } })).json();
  expect(await ask()).toMatchObject({ errors: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }] });
  await Bun.write(file, compose([shop.catalog, shop.payments]));
  router.kill("SIGHUP");
  await eventually("it is served", async () => Object.hasOwn((await ask()) as object, "data"));
  expect(await ask()).toEqual({ data: { paymentCount: 2 } });
  router.kill("SIGTERM");
  expect(await router.exited).toBe(0);
  await shop.stop();
  await rm(directory, { recursive: true });
}, 30_000);

test("--help names every setting", async () => {
  const help = Bun.spawn([process.execPath, main, "--help"], { env: {}, stdout: "pipe" });
  const text = await new Response(help.stdout).text();
  expect(await help.exited).toBe(0);
  for (const name of Object.keys(routerVariables)) expect(text).toContain(`${keyOf(name)} | ${name}\n`);
  expect(text).toContain("--config <file>");
});
