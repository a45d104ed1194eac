import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@mercato/chassis/clock";
import { type Served, serve } from "@mercato/chassis/service";
import { createRecordedLog, eventually } from "@mercato/chassis/testing";
import { readRouterEnvironment } from "../environment.ts";
import { createRouterService, type RouterService } from "../service.ts";
import { type Answer, compose, readAnswer } from "./kit/router.ts";
import { reset, type Shop, startShop } from "./kit/shop.ts";
import { startSubgraph, type TestSubgraph } from "./kit/subgraph.ts";

/** The stock of another company, in another form: what the one schema has of it the other one has not. */
const OTHER_STOCK = `
  type Query { depots: [String!]! }
  type Variant @key(fields: "sku") { sku: ID! shelf: String }
`;
const WAREHOUSES = '{ warehouses product(id: "p1") { title variants { sku bin } } }';
const DEPOTS = '{ depots product(id: "p1") { title variants { sku shelf } } }';
const COMMON = '{ product(id: "p1") { title variants { sku title } } }';

let shop: Shop;
let otherStock: TestSubgraph;
let warehouses: string;
let depots: string;
let directory: string;
let file: string;

beforeAll(() => {
  shop = startShop();
  otherStock = startSubgraph({
    name: "stock",
    typeDefs: OTHER_STOCK,
    resolvers: {
      Query: { depots: () => ["south"] },
      Variant: { __resolveReference: ({ sku }: { sku: string }) => ({ sku, shelf: `shelf ${sku}` }) },
    },
  });
  warehouses = compose([shop.catalog, shop.stock]);
  depots = compose([shop.catalog, otherStock]);
});
afterAll(async () => {
  await Promise.all([shop.stop(), otherStock.stop()]);
});

let service: RouterService;
let served: Served;
let lines: readonly Readonly<Record<string, unknown>>[];

async function start(variables: Record<string, string> = {}): Promise<void> {
  const recorded = createRecordedLog();
  lines = recorded.lines;
  const environment = readRouterEnvironment({ SUPERGRAPH_FILE: file, SUPERGRAPH_POLL_MS: "10", RATE_LIMIT_POINTS: "0", ...variables });
  service = await createRouterService({ environment, log: recorded.log, clock: systemClock });
  served = serve(service, { hostname: "127.0.0.1", port: 0 });
}

beforeEach(async () => {
  reset(shop);
  directory = await mkdtemp(join(tmpdir(), "mercato-swap-"));
  file = join(directory, "supergraph.graphql");
  await Bun.write(file, warehouses);
});
afterEach(async () => {
  await served.stop();
  await rm(directory, { recursive: true });
});

/** At once, as deployments do. */
async function put(text: string): Promise<void> {
  await Bun.write(`${file}.next`, text);
  await rename(`${file}.next`, file);
}

async function ask(query: string): Promise<Answer> {
  const body = JSON.stringify({ query });
  const headers = { "content-type": "application/json", accept: "application/graphql-response+json" };
  return readAnswer(await fetch(new URL("/graphql", served.url), { method: "POST", headers, body }));
}

const logged = (message: string) => lines.filter(({ msg }) => msg === message);
const isServed = (query: string) => eventually("it is served", async () => (await ask(query)).status === 200);

const variants = (key: string, text: (sku: string) => string) => ["p1-a", "p1-b"].map((sku) => ({ sku, [key]: text(sku) }));
const WITH_WAREHOUSES = { warehouses: ["north"], product: { title: "Product p1", variants: variants("bin", (sku) => `bin ${sku}`) } };
const WITH_DEPOTS = { depots: ["south"], product: { title: "Product p1", variants: variants("shelf", (sku) => `shelf ${sku}`) } };
const IN_COMMON = { product: { title: "Product p1", variants: variants("title", (sku) => `Variant ${sku}`) } };

/** An answer by one of the two schemas, whole; or the refusal of the other one. */
function expectConsistent(query: string, { status, data, errors }: Answer): void {
  if (query === COMMON) expect({ status, data, errors }).toEqual({ status: 200, data: IN_COMMON, errors: [] });
  else if (status === 200) expect({ data, errors }).toEqual({ data: query === DEPOTS ? WITH_DEPOTS : WITH_WAREHOUSES, errors: [] });
  else {
    expect([status, ...new Set(errors.map(({ extensions }) => extensions?.["code"]))]).toEqual([400, "GRAPHQL_VALIDATION_FAILED"]);
    expect(data).toBeUndefined();
  }
}

test("requests go on while the supergraph changes back and forth: none fails, each is answered by one of the two", async () => {
  await start();
  const swaps = 6;
  let isChanging = true;
  let answered = 0;
  async function client(): Promise<void> {
    while (isChanging) {
      for (const query of [COMMON, WAREHOUSES, DEPOTS]) {
        expectConsistent(query, await ask(query));
        answered += 1;
      }
    }
  }
  const clients = Array.from({ length: 8 }, client);
  for (let i = 0; i < swaps; i += 1) {
    await put(i % 2 === 0 ? depots : warehouses);
    await isServed(i % 2 === 0 ? DEPOTS : WAREHOUSES);
  }
  isChanging = false;
  await Promise.all(clients);
  expect(answered).toBeGreaterThan(swaps);
  expect(logged("a new supergraph is served")).toHaveLength(swaps);
  expect(lines.filter(({ level }) => level === "error")).toEqual([]);
}, 60_000);

/** Processes of native planners that this one has started and that live. */
async function planners(): Promise<readonly string[]> {
  const children = (await Bun.file(`/proc/self/task/${process.pid}/children`).text()).trim().split(" ");
  const commands = children.map((pid) =>
    Bun.file(`/proc/${pid}/cmdline`)
      .text()
      .catch(() => ""),
  );
  const found = await Promise.all(commands);
  return children.filter((_pid, index) => found[index]?.includes("hive-process"));
}

test("a request that is in flight is finished by the supergraph that it began with", async () => {
  await start();
  const gate = Promise.withResolvers<void>();
  shop.stock.mood = { kind: "held", until: gate.promise };
  const inFlight = ask(WAREHOUSES);
  await eventually("the subgraph is asked", async () => shop.stock.received.length > 0);
  await put(depots);
  await isServed(DEPOTS);
  gate.resolve();
  expect((await inFlight).data).toEqual(WITH_WAREHOUSES);
}, 30_000);

test.skipIf(process.platform !== "linux")(
  "a planner that is replaced lives until the requests of its time are done, and then ends",
  async () => {
    const before = await planners();
    const started = async () => (await planners()).filter((pid) => !before.includes(pid));
    await start();
    const [first] = await started();
    const gate = Promise.withResolvers<void>();
    shop.stock.mood = { kind: "held", until: gate.promise };
    const inFlight = ask(WAREHOUSES);
    await eventually("the subgraph is asked", async () => shop.stock.received.length > 0);
    await put(depots);
    await isServed(DEPOTS);
    expect(await started()).toEqual([first ?? "", expect.any(String)]);
    gate.resolve();
    await inFlight;
    await eventually("the one before has ended", async () => (await started()).length === 1);
    expect(await started()).not.toContain(first);
  },
  30_000,
);

test("a supergraph that cannot be served is refused with its code, the one before goes on, and the next good one is served", async () => {
  await start();
  await put("type Query { a: Int }");
  await eventually("it is refused", async () => logged("supergraph refused, the one before goes on being served").length === 1);
  expect(lines.find(({ level }) => level === "error")).toMatchObject({ errorCode: "SUPERGRAPH_INVALID" });
  expect((await ask(WAREHOUSES)).data).toEqual(WITH_WAREHOUSES);
  await rm(file);
  await eventually("that it is gone is told", async () => lines.some(({ errorCode }) => errorCode === "SUPERGRAPH_MISSING"));
  expect((await ask(WAREHOUSES)).data).toEqual(WITH_WAREHOUSES);
  await put(depots);
  await isServed(DEPOTS);
  expect((await ask(WAREHOUSES)).status).toBe(400);
}, 30_000);

test("what clients asked for before is planned for before the new one is served", async () => {
  await start({ SUPERGRAPH_POLL_MS: "0" });
  for (const query of [COMMON, WAREHOUSES]) expect((await ask(query)).status).toBe(200);
  await put(depots);
  await service.reload();
  expect(logged("warmed up").at(-1)).toMatchObject({ count: 2, failed: 1 });
  expect(logged("a known operation cannot be executed")).toMatchObject([{ origin: "recent requests", operation: null }]);
  expect((await ask(COMMON)).data).toEqual(IN_COMMON);
}, 30_000);

test("known operations are planned before the first request, and those that are not valid are told", async () => {
  await Bun.write(join(directory, "operations/common.graphql"), COMMON);
  await Bun.write(join(directory, "operations/depots.gql"), DEPOTS);
  await Bun.write(join(directory, "operations/readme.md"), "no operation");
  await start({ WARM_UP: join(directory, "operations") });
  expect(logged("warmed up")).toMatchObject([{ count: 2, failed: 1 }]);
  expect(logged("a known operation cannot be executed")).toMatchObject([{ origin: join(directory, "operations/depots.gql") }]);
}, 30_000);
