import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { startRouter, type TestRouter } from "./kit/router.ts";
import { reset, type Shop, startShop } from "./kit/shop.ts";
import type { Mood } from "./kit/subgraph.ts";

const TIMEOUT_MS = 1_000;
const ORDER = `{ order(id: "o1") { ref payment { status } } }`;
const SHELF = `{ products { nodes { title variants { sku availability { available } } } } }`;

let shop: Shop;
let router: TestRouter;
let impatient: TestRouter;

beforeAll(async () => {
  shop = startShop();
  [router, impatient] = await Promise.all([
    startRouter(shop.all),
    startRouter(shop.all, { SUBGRAPH_QUERY_TIMEOUT_MS: String(TIMEOUT_MS) }),
  ]);
});
beforeEach(() => reset(shop));
afterAll(async () => {
  await Promise.all([router.stop(), impatient.stop()]);
  await shop.stop();
});

const unavailable = (path: readonly (string | number)[], serviceName: string, reason: string) => ({
  message: `${serviceName} is unavailable.`,
  path,
  extensions: { code: "SUBGRAPH_UNAVAILABLE", serviceName, reason },
});

const answering = (body: string, init: ResponseInit): Mood => ({ kind: "answers", respond: () => new Response(body, init) });

describe("a subgraph that fails costs only its own fields", () => {
  const json = { headers: { "content-type": "application/json" } };
  const moods: readonly (readonly [string, Mood, string])[] = [
    ["is too slow", { kind: "slow", ms: TIMEOUT_MS * 3 }, "TIMEOUT"],
    ["answers 500 with a page", answering("<html>oops</html>", { status: 500 }), "BAD_RESPONSE"],
    ["answers 200 with text", answering("all is well", { status: 200 }), "BAD_RESPONSE"],
    ["answers 502 with JSON that is not GraphQL", answering(`{"error":"bad gateway"}`, { status: 502, ...json }), "BAD_RESPONSE"],
    ["answers half a JSON document", answering(`{"data":{"_entities":[`, { status: 200, ...json }), "BAD_RESPONSE"],
    ["answers data of the wrong form", answering(`{"data":[1,2]}`, { status: 200, ...json }), "BAD_RESPONSE"],
    [
      "refuses the router",
      answering(`{"errors":[{"message":"no","extensions":{"code":"UNAUTHENTICATED_CALLER"}}]}`, { status: 401, ...json }),
      "BAD_RESPONSE",
    ],
    ["redirects", answering("", { status: 302, headers: { location: "http://127.0.0.1:9/" } }), "UNREACHABLE"],
  ];
  for (const [name, mood, reason] of moods) {
    test(`when it ${name}`, async () => {
      shop.payments.mood = mood;
      const answer = await impatient.query(ORDER);
      expect(answer.status).toBe(200);
      expect(answer.data).toEqual({ order: { ref: "ref-o1", payment: null } });
      expect(answer.errors).toEqual([unavailable(["order", "payment"], "payments", reason)]);
    });
  }

  test("when nothing listens at its address", async () => {
    const down = await startRouter(shop.all, { ROUTING_URLS: JSON.stringify({ payments: "http://127.0.0.1:9/graphql" }) });
    const answer = await down.query(ORDER);
    await down.stop();
    expect(answer.data).toEqual({ order: { ref: "ref-o1", payment: null } });
    expect(answer.errors).toEqual([unavailable(["order", "payment"], "payments", "UNREACHABLE")]);
  });
});

describe("every missing field is named by its exact path", () => {
  test("in nested lists of entities", async () => {
    shop.stock.mood = answering("", { status: 503 });
    const answer = await router.query(SHELF);
    const places = [0, 1, 2, 3].flatMap((product) =>
      [0, 1].map((variant) => ["products", "nodes", product, "variants", variant, "availability"]),
    );
    expect(answer.errors).toEqual(places.map((path) => unavailable(path, "stock", "BAD_RESPONSE")));
    expect(answer.data).toMatchObject({
      products: { nodes: [{ title: "Product p1", variants: [{ sku: "p1-a", availability: null }, { sku: "p1-b" }] }, {}, {}, {}] },
    });
  });

  test("by its alias, in each place that shares an entity", async () => {
    shop.payments.mood = answering("", { status: 503 });
    const answer = await router.query(`{ first: order(id: "o1") { money: payment { status } } orders { payment { status } } }`);
    expect(answer.errors.map(({ path }) => path)).toEqual([
      ["first", "money"],
      ["orders", 0, "payment"],
      ["orders", 1, "payment"],
    ]);
  });

  test("for root fields of the subgraph itself", async () => {
    shop.orders.mood = answering("", { status: 503 });
    const answer = await router.query(`{ mine: order(id: "o1") { ref payment { status } } warehouses }`);
    expect(answer.data).toEqual({ mine: null, warehouses: ["north"] });
    expect(answer.errors).toEqual([unavailable(["mine"], "orders", "BAD_RESPONSE")]);
  });

  test("for fields that could not be asked for, because what they depend on was missing", async () => {
    shop.catalog.mood = answering("", { status: 503 });
    const answer = await router.query(`{ order(id: "o1") { lines { quantity variant { sku parcel } } } }`);
    expect(answer.data).toEqual({
      order: {
        lines: [
          { quantity: 2, variant: { sku: "p1-a", parcel: null } },
          { quantity: 1, variant: { sku: "p2-b", parcel: null } },
        ],
      },
    });
    expect(answer.errors).toEqual(
      [0, 1].map((line) => unavailable(["order", "lines", line, "variant", "parcel"], "catalog", "BAD_RESPONSE")),
    );
  });
});

describe("null goes up to the next field that may be null", () => {
  test("and the error says where it began", async () => {
    const answer = await router.query(`{ order(id: "odd") { ref payment { amount } } }`);
    expect(answer.data).toEqual({ order: { ref: "ref-odd", payment: null } });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors[0]).toMatchObject({ path: ["order", "payment", "amount"], extensions: { serviceName: "payments" } });
  });

  test("from a field that a subgraph failed to bring", async () => {
    shop.payments.mood = answering("", { status: 503 });
    const answer = await router.query(`{ order(id: "o1") { ref settled } warehouses }`);
    expect(answer.data).toEqual({ order: null, warehouses: ["north"] });
    expect(answer.errors).toEqual([unavailable(["order", "settled"], "payments", "BAD_RESPONSE")]);
  });

  test("through lists, with one error for all of what it takes along", async () => {
    const answer = await router.query(`{ product(id: "p4") { title variants { bin } } warehouses }`);
    expect(answer.data).toEqual({ product: null, warehouses: ["north"] });
    expect(answer.errors.map(({ path }) => path)).toEqual([["product", "variants", 0, "bin"]]);
  });

  test("up to the whole response", async () => {
    shop.payments.mood = answering("", { status: 503 });
    const answer = await router.query(`{ orders { settled } warehouses }`);
    expect(answer.status).toBe(200);
    expect(answer.data).toBeNull();
    expect(answer.errors.map(({ path }) => path)).toEqual([["orders", 0, "settled"]]);
  });
});

describe("errors of subgraphs", () => {
  test("come with the client's path and the subgraph's name", async () => {
    const answer = await router.query(
      `{ o: order(id: "o1") { m: mood } products { nodes { variants { sku availability { available } } } } }`,
    );
    const bySubgraph = answer.errors.map(({ message, path, extensions }) => [message, path, extensions?.["serviceName"]]);
    expect(bySubgraph).toContainEqual(["moody", ["o", "m"], "orders"]);
    expect(bySubgraph).toContainEqual(["no count", ["products", "nodes", 1, "variants", 0, "availability"], "stock"]);
  });

  test("about an entity itself are told at the fields that it misses", async () => {
    const answer = await router.query(`{ product(id: "p3") { variants { sku availability { available } } } }`);
    expect(answer.data).toEqual({
      product: {
        variants: [
          { sku: "p3-a", availability: { available: 4 } },
          { sku: "p3-b", availability: null },
        ],
      },
    });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors[0]).toMatchObject({ message: "cannot read p3-b", path: ["product", "variants", 1, "availability"] });
  });

  test("about variables reach the client as bad input", async () => {
    shop.orders.mood = answering(`{"errors":[{"message":"Variable \\"$ref\\" got invalid value 7; a Decimal is a string"}]}`, {
      status: 400,
      headers: { "content-type": "application/json" },
    });
    const answer = await router.query(`mutation ($ref: String!) { place(ref: $ref) { __typename } }`, { variables: { ref: "7" } });
    expect(answer.data).toBeNull();
    expect(answer.errors).toEqual([
      {
        message: 'Variable "$ref" got invalid value 7; a Decimal is a string',
        path: ["place"],
        extensions: { code: "BAD_USER_INPUT", serviceName: "orders" },
      },
    ]);
  });
});

test("a query is tried again when the connection was refused or reset, a mutation is not", async () => {
  let connections = 0;
  const flaky = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: {
      open(socket) {
        connections += 1;
        socket.terminate();
      },
      data() {},
    },
  });
  const shaky = await startRouter(shop.all, { ROUTING_URLS: JSON.stringify({ orders: `http://127.0.0.1:${flaky.port}/graphql` }) });
  const query = await shaky.query(`{ order(id: "o1") { ref } }`);
  const afterQuery = connections;
  const mutation = await shaky.query(`mutation { forget(ref: "x") }`);
  await shaky.stop();
  flaky.stop(true);
  expect(query.errors[0]).toMatchObject({ path: ["order"], extensions: { reason: "UNREACHABLE" } });
  expect(mutation.errors[0]).toMatchObject({ path: ["forget"], extensions: { reason: "UNREACHABLE" } });
  expect(afterQuery).toBe(2);
  expect(connections - afterQuery).toBe(1);
});

test("a slow subgraph holds an answer up no longer than its deadline", async () => {
  shop.payments.mood = { kind: "slow", ms: 5_000 };
  const startedAt = performance.now();
  await impatient.query(ORDER);
  expect(performance.now() - startedAt).toBeLessThan(TIMEOUT_MS * 4);
});
