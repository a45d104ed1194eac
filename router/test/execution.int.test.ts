import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, printSchema } from "graphql";
import { startRouter, type TestRouter } from "./kit/router.ts";
import { reset, type Shop, startShop } from "./kit/shop.ts";

let shop: Shop;
let router: TestRouter;

beforeAll(async () => {
  shop = startShop();
  router = await startRouter(shop.all);
});
beforeEach(() => reset(shop));
afterAll(async () => {
  await router.stop();
  await shop.stop();
});

async function dataOf(query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
  const answer = await router.query(query, { variables });
  expect(answer.errors).toEqual([]);
  return answer.data;
}

describe("entities are joined", () => {
  test("across four subgraphs, through lists in lists", async () => {
    const data = await dataOf(
      `{ orders { id payment { status amount } lines { quantity variant { title availability { available } product { title } } } } }`,
    );
    const line = (quantity: number, sku: string) => ({
      quantity,
      variant: { title: `Variant ${sku}`, availability: { available: 4 }, product: { title: `Product ${sku.slice(0, 2)}` } },
    });
    const order = (id: string) => ({ id, payment: { status: "CAPTURED", amount: 4200 }, lines: [line(2, "p1-a"), line(1, "p2-b")] });
    expect(data).toEqual({ orders: [order("o1"), order("o2")] });
  });

  test("with each entity asked for once, however often it appears", async () => {
    await dataOf(`{ orders { lines { variant { title } } } }`);
    expect(shop.catalog.received).toHaveLength(1);
    expect(shop.catalog.received[0]?.variables["representations"]).toEqual([
      { __typename: "Variant", sku: "p1-a" },
      { __typename: "Variant", sku: "p2-b" },
    ]);
  });

  test("and two places of one entity stay apart", async () => {
    const data = await dataOf(
      `{ a: order(id: "o1") { lines { variant { title } } } b: order(id: "o1") { lines { variant { title(upper: true) } } } }`,
    );
    expect(data).toMatchObject({
      a: { lines: [{ variant: { title: "Variant p1-a" } }, {}] },
      b: { lines: [{ variant: { title: "VARIANT p1-a" } }, {}] },
    });
  });

  test("with what a field requires from another subgraph, null included", async () => {
    const data = await dataOf(`{ order(id: "o1") { lines { variant { parcel } } } }`);
    expect(data).toEqual({ order: { lines: [{ variant: { parcel: "p1-a of 7" } }, { variant: { parcel: "p2-b of null" } }] } });
  });

  test("what is null stays null, without an error", async () => {
    expect(await dataOf(`{ order(id: "none") { ref payment { status } } product(id: "none") { variants { bin } } }`)).toEqual({
      order: null,
      product: null,
    });
    expect(await dataOf(`{ order(id: "unpaid") { payment { status } } }`)).toEqual({ order: { payment: null } });
  });
});

describe("the response has the client's form", () => {
  test("with fragments, aliases and type names, and nothing that the client did not ask for", async () => {
    const data = await dataOf(`
      query Find { found: search { kind: __typename ...Item ... on Brand { country } ... on Named { name: title } } root: __typename }
      fragment Item on Found { ... on Variant { sku bin } ... on Product { ...Stock state } }
      fragment Stock on Product { variants { availability { n: available } } }
    `);
    expect(data).toEqual({
      found: [
        { kind: "Product", variants: [{ availability: { n: 4 } }, { availability: { n: 4 } }], state: "ON_SALE", name: "Product p1" },
        { kind: "Brand", country: "IT", name: "Acme" },
        { kind: "Variant", sku: "p1-a", bin: "bin p1-a" },
      ],
      root: "Query",
    });
  });

  test("fields come in the order of the document", async () => {
    const answer = await router.query(`{ order(id: "o1") { payment { status } ref id } }`);
    expect(answer.text).toBe(`{"data":{"order":{"payment":{"status":"CAPTURED"},"ref":"ref-o1","id":"o1"}}}`);
  });

  test("interfaces resolve to their types", async () => {
    expect(await dataOf(`{ shelf { weight named { title __typename ... on Product { id } } } }`)).toEqual({
      shelf: {
        weight: 3,
        named: [
          { title: "Product p2", __typename: "Product", id: "p2" },
          { title: "Acme", __typename: "Brand" },
        ],
      },
    });
  });

  test("response keys may be names that every object inherits", async () => {
    expect(await dataOf(`{ constructor: order(id: "none") { id } toString: order(id: "o1") { hasOwnProperty: ref } }`)).toEqual({
      constructor: null,
      toString: { hasOwnProperty: "ref-o1" },
    });
  });

  test("inaccessible enum values do not leak", async () => {
    const answer = await router.query(`{ product(id: "secret") { title state } }`);
    expect(answer.data).toEqual({ product: null });
    expect(answer.errors[0]).toMatchObject({ path: ["product", "state"] });
    expect(answer.text).not.toContain("SECRET");
  });
});

describe("@skip and @include", () => {
  const query = `query ($payment: Boolean!, $lines: Boolean = false) {
    order(id: "o1") { ref payment @include(if: $payment) { status } ... @skip(if: $payment) { id } lines @include(if: $lines) { variant { title } } }
  }`;

  test("decide what is fetched and what is answered", async () => {
    expect(await dataOf(query, { payment: true })).toEqual({ order: { ref: "ref-o1", payment: { status: "CAPTURED" } } });
    reset(shop);
    expect(await dataOf(query, { payment: false })).toEqual({ order: { ref: "ref-o1", id: "o1" } });
    expect(shop.payments.received).toHaveLength(0);
    expect(await dataOf(query, { payment: false, lines: true })).toMatchObject({
      order: { id: "o1", lines: [{ variant: { title: "Variant p1-a" } }, {}] },
    });
  });

  test("may leave nothing to ask for", async () => {
    expect(await dataOf(`{ order(id: "o1") @skip(if: true) { ref } ... @include(if: false) { warehouses } }`)).toEqual({});
    expect(shop.orders.received).toHaveLength(0);
  });

  test("two conditions on one field must both hold", async () => {
    const both = `query ($a: Boolean!, $b: Boolean!) { order(id: "o1") @skip(if: $a) @include(if: $b) { ref payment { status } } __typename }`;
    const order = { ref: "ref-o1", payment: { status: "CAPTURED" } };
    expect(await dataOf(both, { a: false, b: true })).toEqual({ order, __typename: "Query" });
    expect(await dataOf(both, { a: true, b: true })).toEqual({ __typename: "Query" });
    expect(await dataOf(both, { a: false, b: false })).toEqual({ __typename: "Query" });
  });
});

describe("mutations", () => {
  test("run one after the other, across subgraphs", async () => {
    const data = await dataOf(`mutation {
      first: place(ref: "1") { ... on Order { ref payment { amount } lines { variant { title } } } }
      remark(text: "two")
      third: place(ref: "bad") { __typename ... on Refused { code } }
      rename(id: "p9", title: "New") { title }
      forget(ref: "5")
    }`);
    expect(shop.done).toEqual(["place 1", "remark two", "place bad", "rename p9", "forget 5"]);
    expect(data).toMatchObject({
      first: { ref: "1", payment: { amount: 4200 } },
      remark: "two",
      third: { __typename: "Refused", code: "OUT_OF_STOCK" },
      rename: { title: "New" },
      forget: true,
    });
  });

  test("after one whose failure makes the response null are not sent", async () => {
    const answer = await router.query(`mutation { require(ref: "1") { id } remark(text: "two") }`);
    expect(answer.data).toBeNull();
    expect(answer.errors.map(({ path }) => path)).toEqual([["require"]]);
    expect(shop.done).toEqual(["require 1"]);
  });

  test("after one that failed and may be null go on", async () => {
    shop.catalog.mood = { kind: "answers", respond: () => new Response("", { status: 503 }) };
    const answer = await router.query(`mutation { rename(id: "p1", title: "x") { title } forget(ref: "2") }`);
    expect(answer.data).toEqual({ rename: null, forget: true });
    expect(answer.errors.map(({ path }) => path)).toEqual([["rename"]]);
    expect(shop.done).toEqual(["forget 2"]);
  });
});

describe("introspection", () => {
  test("shows the clients' schema: nothing of federation, nothing inaccessible", async () => {
    const schema = printSchema(buildClientSchema((await dataOf(getIntrospectionQuery())) as IntrospectionQuery));
    expect(schema).toContain("type Availability");
    expect(schema).not.toMatch(/join__|_Entity|_Any|_service|SECRET|link__/);
    expect(shop.all.flatMap(({ received }) => received)).toEqual([]);
  });

  test("goes together with fields of subgraphs, through fragments and variables", async () => {
    const data = await dataOf(
      `query ($name: String!, $id: ID!) { ...Mixed order(id: $id) { ref } } fragment Mixed on Query { __type(name: $name) { kind name } warehouses }`,
      { name: "Order", id: "o1" },
    );
    expect(data).toEqual({ __type: { kind: "OBJECT", name: "Order" }, warehouses: ["north"], order: { ref: "ref-o1" } });
  });
});

test("of several operations in a document the named one is executed", async () => {
  const document = `query A { warehouses } query B { paymentCount } mutation C { forget(ref: "c") }`;
  expect((await router.query(document, { operationName: "B" })).data).toEqual({ paymentCount: 2 });
  expect((await router.query(document, { operationName: "C" })).data).toEqual({ forget: true });
  expect((await router.query(document)).errors[0]?.extensions?.["code"]).toBe("OPERATION_RESOLUTION_FAILURE");
});

test("subgraphs can be called within the process, and then no port is needed", async () => {
  const transports = Object.fromEntries(shop.all.map((subgraph) => [subgraph.name, subgraph.fetch]));
  const routingUrls = Object.fromEntries(shop.all.map(({ name }) => [name, "http://127.0.0.1:9/graphql"]));
  const local = await startRouter(shop.all, { ROUTING_URLS: JSON.stringify(routingUrls) }, { transports });
  const answer = await local.query(`{ order(id: "o1") { ref payment { status } lines { variant { title } } } }`);
  await local.stop();
  expect(answer.errors).toEqual([]);
  expect(answer.data).toMatchObject({ order: { ref: "ref-o1", payment: { status: "CAPTURED" } } });
});
