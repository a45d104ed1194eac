import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { PLANNERS } from "../planner/planner.ts";
import { mergeParts, queryParts, readParts, sendForParts } from "./kit/parts.ts";
import { startRouter, type TestRouter } from "./kit/router.ts";
import { reset, type Shop, startShop } from "./kit/shop.ts";

let shop: Shop;
let routers: ReadonlyMap<string, TestRouter>;

beforeAll(async () => {
  shop = startShop();
  routers = new Map(
    await Promise.all(
      PLANNERS.map(async (planner) => [planner, await startRouter(shop.all, { PLANNER: planner, DEFER_BY_KEY: "true" })] as const),
    ),
  );
});
beforeEach(() => reset(shop));
afterAll(async () => {
  await Promise.all([...routers.values()].map((router) => router.stop()));
  await shop.stop();
});

describe.each(PLANNERS)("planned by %s", (planner) => {
  const url = () => routers.get(planner)?.url ?? "";
  const parts = (query: string, variables: Record<string, unknown> = {}) => queryParts(url(), query, { variables });

  test("the first payload does not wait for what is deferred", async () => {
    const held = Promise.withResolvers<void>();
    shop.payments.mood = { kind: "held", until: held.promise };
    const response = await sendForParts(url(), `{ order(id: "o1") { ref ... @defer(label: "pay") { payment { status } settled } } }`);
    expect(response.headers.get("content-type")).toBe('multipart/mixed;boundary="graphql";deferSpec=20220824');
    const received = readParts(response);
    expect((await received.next()).value).toEqual({ data: { order: { ref: "ref-o1" } }, hasNext: true });
    held.resolve();
    expect((await received.next()).value).toEqual({
      incremental: [{ data: { payment: { status: "CAPTURED" }, settled: true }, path: ["order"], label: "pay" }],
      hasNext: false,
    });
    expect((await received.next()).done).toBe(true);
  });

  test("nor for a slow field of the subgraph that brings the entity", async () => {
    const held = Promise.withResolvers<void>();
    shop.orders.onReceived = () => {
      if (shop.orders.received.length === 2) shop.orders.mood = { kind: "held", until: held.promise };
    };
    const received = readParts(await sendForParts(url(), `{ order(id: "o1") { ref ... @defer { lines { quantity } } } }`));
    expect((await received.next()).value).toEqual({ data: { order: { ref: "ref-o1" } }, hasNext: true });
    held.resolve();
    expect((await received.next()).value).toEqual({
      incremental: [{ data: { lines: [{ quantity: 2 }, { quantity: 1 }] }, path: ["order"] }],
      hasNext: false,
    });
  });

  test("deferred parts come as they are ready, whichever is first", async () => {
    const held = Promise.withResolvers<void>();
    shop.payments.mood = { kind: "held", until: held.promise };
    const received = readParts(
      await sendForParts(
        url(),
        `{ order(id: "o1") { ... @defer(label: "slow") { settled } ... @defer(label: "fast") { lines { variant { title } } } id } }`,
      ),
    );
    expect((await received.next()).value).toEqual({ data: { order: { id: "o1" } }, hasNext: true });
    const second = (await received.next()).value;
    expect(second).toMatchObject({ incremental: [{ label: "fast" }], hasNext: true });
    held.resolve();
    expect((await received.next()).value).toMatchObject({ incremental: [{ label: "slow", data: { settled: true } }], hasNext: false });
  });

  test("a fragment inside a list is a payload for each item", async () => {
    expect(await parts(`{ orders { id ... @defer { payment { amount } } } }`)).toEqual([
      { data: { orders: [{ id: "o1" }, { id: "o2" }] }, hasNext: true },
      {
        incremental: [
          { data: { payment: { amount: 4200 } }, path: ["orders", 0] },
          { data: { payment: { amount: 4200 } }, path: ["orders", 1] },
        ],
        hasNext: false,
      },
    ]);
  });

  test("fragments in fragments come after those around them, aliases and types and all", async () => {
    const query = `
      { found: search { __typename ...Article @defer(label: "outer") } }
      fragment Article on Product { name: title variants { sku ...Stock @defer(label: "inner") } }
      fragment Stock on Variant { stock: availability { available } }
    `;
    const held = Promise.withResolvers<void>();
    shop.stock.mood = { kind: "held", until: held.promise };
    const received = readParts(await sendForParts(url(), query));
    const first = (await received.next()).value;
    held.resolve();
    const all = [...(first ? [first] : [])];
    for await (const part of received) all.push(part);
    const labels = all.flatMap(({ incremental = [] }) => incremental.map(({ label, path }) => `${label} ${path.join(".")}`));
    expect(labels.filter((label) => label.startsWith("inner"))).toEqual(["inner found.0.variants.0", "inner found.0.variants.1"]);
    expect(labels.indexOf("outer found.0")).toBeLessThan(labels.indexOf("inner found.0.variants.0"));
    const { data, errors } = mergeParts(all);
    expect({ data, errors }).toEqual({
      data: {
        found: [
          {
            __typename: "Product",
            name: "Product p1",
            variants: [
              { sku: "p1-a", stock: { available: 4 } },
              { sku: "p1-b", stock: { available: 4 } },
            ],
          },
          { __typename: "Brand" },
          { __typename: "Variant" },
        ],
      },
      errors: [],
    });
  });

  test("what is off is in the first payload, and what is on is not", async () => {
    const query = `query ($later: Boolean!) { order(id: "o1") { id ... @defer(if: $later) { settled } ... @defer(if: false) { payment { status } } } }`;
    expect(await parts(query, { later: false })).toEqual([
      { data: { order: { id: "o1", settled: true, payment: { status: "CAPTURED" } } } },
    ]);
    expect(await parts(query, { later: true })).toHaveLength(2);
  });

  test("errors and nulls stay in the payload that they belong to", async () => {
    const query = `{ order(id: "odd") { mood ... @defer(label: "money") { payment { status amount } } ... @defer(label: "line") { lines { variant { weight bin } } } } }`;
    const received = await parts(query);
    expect(received[0]).toMatchObject({ data: { order: { mood: null } }, errors: [{ message: "moody", path: ["order", "mood"] }] });
    expect(received[0]?.errors).toHaveLength(1);
    const payloads = received.flatMap(({ incremental = [] }) => incremental);
    expect(payloads.find(({ label }) => label === "money")).toMatchObject({
      data: { payment: null },
      errors: [{ path: ["order", "payment", "amount"] }],
    });
    expect(payloads.find(({ label }) => label === "line")?.errors).toBeUndefined();
  });

  test("null in a place where none may be takes its payload along, and no other", async () => {
    const received = await parts(`{ product(id: "p4") { title variants { sku ... @defer { bin } } } }`);
    expect(received[0]).toEqual({
      data: { product: { title: "Product p4", variants: [{ sku: "p4-a" }, { sku: "p4-b" }] } },
      hasNext: true,
    });
    expect(received[1]).toMatchObject({
      incremental: [
        { data: null, path: ["product", "variants", 0], errors: [{ path: ["product", "variants", 0, "bin"] }] },
        { data: { bin: "bin p4-b" }, path: ["product", "variants", 1] },
      ],
      hasNext: false,
    });
  });

  test("a subgraph that is down costs what is deferred to it, and the rest has no errors", async () => {
    shop.payments.mood = { kind: "answers", respond: () => new Response("", { status: 503 }) };
    const [first, second] = await parts(`{ order(id: "o1") { id ... @defer { payment { status } } } }`);
    expect(first).toEqual({ data: { order: { id: "o1" } }, hasNext: true });
    expect(second).toMatchObject({
      incremental: [
        {
          data: { payment: null },
          path: ["order"],
          errors: [{ path: ["order", "payment"], extensions: { code: "SUBGRAPH_UNAVAILABLE" } }],
        },
      ],
      hasNext: false,
    });
  });

  test("a fragment that is about nothing leaves nothing to wait for", async () => {
    expect(await parts(`{ order(id: "none") { id ... @defer { settled } } }`)).toEqual([{ data: { order: null } }]);
  });

  test("mutations are in the first payload, what hangs on them may come later", async () => {
    const [first, second] = await parts(
      `mutation { a: place(ref: "x") { ... on Order { ref ... @defer { settled } } } b: place(ref: "y") { ... on Order { ref } } }`,
    );
    expect(first).toEqual({ data: { a: { ref: "x" }, b: { ref: "y" } }, hasNext: true });
    expect(second).toEqual({ incremental: [{ data: { settled: true }, path: ["a"] }], hasNext: false });
    expect(shop.done).toEqual(["place x", "place y"]);
  });

  test("an operation that is known is answered in parts like one that is not", async () => {
    const query = `{ order(id: "o2") { id ... @defer { settled } } }`;
    await parts("{ warehouses }");
    await parts("{ warehouses }");
    const first = await parts(query);
    expect(first).toHaveLength(2);
    expect(await parts(query)).toEqual(first);
    expect(await parts(query)).toEqual(first);
  });

  test("clients that do not take parts get all of it at once", async () => {
    const answer = await routers.get(planner)?.query(`{ order(id: "o1") { id ... @defer(label: "pay") { settled } } }`);
    expect(answer?.headers.get("content-type")).toStartWith("application/json");
    expect(answer?.data).toEqual({ order: { id: "o1", settled: true } });
  });
});

test("when the client goes away, queries for what is deferred end", async () => {
  const gone = Promise.withResolvers<void>();
  const never = new Promise<void>(() => {});
  const asked = Promise.withResolvers<void>();
  const url = routers.get("hive")?.url ?? "";
  shop.payments.onReceived = ({ signal }) => {
    signal.addEventListener("abort", () => gone.resolve());
    asked.resolve();
  };
  shop.payments.mood = { kind: "held", until: never };
  const leave = new AbortController();
  const received = readParts(await sendForParts(url, `{ order(id: "o1") { id ... @defer { settled } } }`, { signal: leave.signal }));
  await received.next();
  await asked.promise;
  leave.abort();
  await gone.promise;
});

test("invalid uses of @defer are refused", async () => {
  const answer = await routers.get("hive")?.query(`mutation { ... @defer { forget(ref: "x") } }`);
  expect(answer?.errors).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
  expect(shop.done).toEqual([]);
});
