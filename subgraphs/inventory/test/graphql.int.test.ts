import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { Service } from "@mercato/chassis/service";
import { graphqlRequest } from "@mercato/chassis/testing";
import { expectLaws } from "./laws.ts";
import { query, sagaOf, startWarehouse, type Warehouse } from "./warehouse.ts";

let warehouse: Warehouse;
let service: Service;
beforeAll(async () => {
  warehouse = await startWarehouse();
  service = await warehouse.startService();
}, 60_000);
afterAll(() => warehouse.stop(), 60_000);

const STAFF = ["inventory:read", "inventory:write"];
const RECEIVE = /* GraphQL */ `
  mutation Receive($input: ReceiveStockInput!) {
    receiveStock(input: $input) {
      __typename
      ... on StockReceipt { levels { sku onHand reserved available ledgerSum } alreadyApplied }
      ... on Refusal { code }
      ... on InvalidInputError { issues { path } }
    }
  }
`;
const ADJUST = /* GraphQL */ `
  mutation Adjust($input: AdjustStockInput!) {
    adjustStock(input: $input) {
      __typename
      ... on StockAdjustment { level { onHand available ledgerSum } movement { quantity reason note orderId } alreadyApplied }
      ... on Refusal { code }
      ... on InsufficientStockError { sku available }
      ... on InvalidInputError { issues { path } }
    }
  }
`;
const LEVEL = "query ($sku: ID!) { stockLevel(sku: $sku) { sku location onHand reserved available ledgerSum } }";
const ENTITIES = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Variant { sku availability { inStock available } } } }";
const MOVEMENTS = /* GraphQL */ `
  query ($sku: ID!, $first: Int, $after: String) {
    stockMovements(sku: $sku, first: $first, after: $after) {
      nodes { id quantity reason orderId recordedAt }
      pageInfo { hasNextPage endCursor }
    }
  }
`;

interface Result {
  readonly __typename: string;
  readonly [field: string]: unknown;
}

async function receive(input: object, scopes: readonly string[] = STAFF) {
  return (await query<{ receiveStock: Result }>(warehouse, service, { query: RECEIVE, variables: { input }, scopes })).data.receiveStock;
}

async function adjust(input: object) {
  return (await query<{ adjustStock: Result }>(warehouse, service, { query: ADJUST, variables: { input }, scopes: STAFF })).data
    .adjustStock;
}

async function entities(skus: readonly string[]) {
  const r = skus.map((sku) => ({ __typename: "Variant", sku }));
  const { data } = await query<{ _entities: unknown[] }>(warehouse, service, { query: ENTITIES, variables: { r } });
  return data._entities;
}

describe("receiveStock", () => {
  const lines = [
    { sku: "g-a", quantity: 5 },
    { sku: "g-b", quantity: 2 },
    { sku: "g-a", quantity: 1 },
  ];

  test("books every line once, however often the key is sent, also at the same time", async () => {
    const results = await Promise.all(Array.from({ length: 5 }, () => receive({ key: "g-1", lines })));
    for (const result of results) expect(result["levels"]).toEqual([level("g-a", 6), level("g-b", 2)]);
    expect(await receive({ key: "g-1", lines })).toEqual({
      __typename: "StockReceipt",
      levels: [level("g-a", 6), level("g-b", 2)],
      alreadyApplied: 3,
    });
    await expectLaws(warehouse, ["g-a", "g-b"]);
  }, 60_000);

  test("refuses a key that was used for something else, and changes nothing", async () => {
    await receive({ key: "g-2", lines: [{ sku: "g-c", quantity: 1 }] });
    expect(await receive({ key: "g-2", lines: [{ sku: "g-d", quantity: 1 }] })).toEqual({
      __typename: "IdempotencyKeyReusedError",
      code: "IDEMPOTENCY_KEY_REUSED",
    });
    expect((await warehouse.stores.stock.read(["main:g-d"])).size).toBe(0);
  }, 60_000);

  test("says everything that is wrong with the input", async () => {
    const result = await receive({ key: "", location: "moon", lines: [{ sku: "", quantity: 0 }] });
    expect(result).toMatchObject({ __typename: "InvalidInputError", code: "INVALID_INPUT" });
    expect(result["issues"]).toEqual([
      { path: ["key"] },
      { path: ["location"] },
      { path: ["lines", "0", "sku"] },
      { path: ["lines", "0", "quantity"] },
    ]);
  }, 60_000);

  test("takes a thousand lines", async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({ sku: `g-k${index}`, quantity: index + 1 }));
    const result = await receive({ key: "g-3", lines: many });
    expect((result["levels"] as unknown[])[999]).toEqual(level("g-k999", 1_000));
  }, 60_000);
});

describe("adjustStock", () => {
  test("corrects once per key, with its reason in the ledger", async () => {
    await receive({ key: "a-1", lines: [{ sku: "a-1", quantity: 5 }] });
    const writeOff = { key: "a-1", sku: "a-1", quantity: -2, reason: "WRITE_OFF", note: "wet" };
    const expected = {
      __typename: "StockAdjustment",
      level: { onHand: 3, available: 3, ledgerSum: 3 },
      movement: { quantity: -2, reason: "WRITE_OFF", note: "wet", orderId: null },
    };
    expect(await adjust(writeOff)).toEqual({ ...expected, alreadyApplied: false });
    expect(await adjust(writeOff)).toEqual({ ...expected, alreadyApplied: true });
    expect(await adjust({ ...writeOff, quantity: -1 })).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    expect(await adjust({ key: "a-2", sku: "a-1", quantity: 4, reason: "CORRECTION" })).toMatchObject({ level: { onHand: 7 } });
    await expectLaws(warehouse, ["a-1"]);
  }, 60_000);

  test("takes nothing that is reserved, and the same key is refused again", async () => {
    await receive({ key: "b-1", lines: [{ sku: "b-1", quantity: 5 }] });
    await warehouse.ask(...sagaOf("b-order", [{ sku: "b-1", quantity: 4 }]).reserve);
    const input = { key: "b-1", sku: "b-1", quantity: -2, reason: "CORRECTION" };
    const refused = { __typename: "InsufficientStockError", code: "INSUFFICIENT_STOCK", sku: "b-1", available: 1 };
    expect(await adjust(input)).toEqual(refused);
    await receive({ key: "b-2", lines: [{ sku: "b-1", quantity: 5 }] });
    expect(await adjust(input)).toEqual(refused);
    expect(await adjust({ ...input, key: "b-2" })).toMatchObject({ level: { onHand: 8, available: 4 } });
  }, 60_000);

  test("of 20 who take one of 5 units at once, exactly 5 do", async () => {
    await receive({ key: "c-1", lines: [{ sku: "c-1", quantity: 5 }] });
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => adjust({ key: `c-${index}`, sku: "c-1", quantity: -1, reason: "WRITE_OFF" })),
    );
    expect(results.filter(({ __typename }) => __typename === "StockAdjustment")).toHaveLength(5);
    await expectLaws(warehouse, ["c-1"]);
    expect(await warehouse.level("c-1")).toEqual({ onHand: 0, reserved: 0, available: 0 });
  }, 60_000);

  test("refuses what makes no sense", async () => {
    const input = { key: "d-1", sku: "d-never-stocked", quantity: 1, reason: "CORRECTION" };
    expect(await adjust({ ...input, quantity: 0 })).toMatchObject({ code: "INVALID_INPUT", issues: [{ path: ["quantity"] }] });
    expect(await adjust({ ...input, reason: "WRITE_OFF" })).toMatchObject({ code: "INVALID_INPUT", issues: [{ path: ["quantity"] }] });
    expect(await adjust(input)).toMatchObject({ code: "INVALID_INPUT", issues: [{ path: ["sku"] }] });
    expect(await adjust({ ...input, quantity: -1 })).toMatchObject({ code: "INSUFFICIENT_STOCK", available: 0 });
  }, 60_000);
});

describe("reading", () => {
  test("the ledger of a SKU, newest first, page by page", async () => {
    for (const n of [1, 2, 3]) await receive({ key: `e-${n}`, lines: [{ sku: "e-1", quantity: n }] });
    const order = sagaOf("e-order", [{ sku: "e-1", quantity: 2 }]);
    await warehouse.ask(...order.reserve);
    await warehouse.ask(...order.commit);
    const page = async (after: string | null) =>
      (
        await query<{
          stockMovements: {
            nodes: { quantity: number; reason: string; orderId: string | null }[];
            pageInfo: { hasNextPage: boolean; endCursor: string };
          };
        }>(warehouse, service, { query: MOVEMENTS, variables: { sku: "e-1", first: 3, after }, scopes: STAFF })
      ).data.stockMovements;
    const first = await page(null);
    expect(first.nodes.map(({ quantity }) => quantity)).toEqual([-2, 3, 2]);
    expect(first.nodes[0]).toMatchObject({ reason: "SALE", orderId: "e-order" });
    const second = await page(first.pageInfo.endCursor);
    expect(second.nodes.map(({ quantity }) => quantity)).toEqual([1]);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  }, 60_000);

  test("a level shows what is on hand, reserved and available; none where nothing was stocked", async () => {
    await receive({ key: "f-1", lines: [{ sku: "f-1", quantity: 5 }] });
    await warehouse.ask(...sagaOf("f-order", [{ sku: "f-1", quantity: 2 }]).reserve);
    const read = (sku: string) => query<{ stockLevel: unknown }>(warehouse, service, { query: LEVEL, variables: { sku }, scopes: STAFF });
    expect((await read("f-1")).data.stockLevel).toEqual({
      sku: "f-1",
      location: "main",
      onHand: 5,
      reserved: 2,
      available: 3,
      ledgerSum: 5,
    });
    expect((await read("f-nothing")).data.stockLevel).toBeNull();
  }, 60_000);

  test("anybody may know what can be bought; what was never stocked has none", async () => {
    await receive({ key: "h-1", lines: [{ sku: "h-1", quantity: 3 }] });
    const unknown = { sku: "h-unknown", availability: { inStock: false, available: 0 } };
    expect(await entities(["h-1", "h-unknown"])).toEqual([{ sku: "h-1", availability: { inStock: true, available: 3 } }, unknown]);
  }, 60_000);

  test("the availability of a hundred variants is one read", async () => {
    let reads = 0;
    const counting = await warehouse.startService((stores) => ({
      ...stores,
      stock: {
        ...stores.stock,
        read: (ids) => {
          reads += 1;
          return stores.stock.read(ids);
        },
      },
    }));
    const r = Array.from({ length: 100 }, (_, index) => ({ __typename: "Variant", sku: `h-${index}` }));
    await query(warehouse, counting, { query: ENTITIES, variables: { r } });
    expect(reads).toBe(1);
    await counting.stop();
  }, 60_000);
});

describe("Law 8: nobody reads or changes what is not theirs", () => {
  test("stock and ledger are staff's: customers and guests are refused", async () => {
    const reads = [
      { query: LEVEL, variables: { sku: "x" } },
      { query: MOVEMENTS, variables: { sku: "x", first: 1 } },
    ];
    const writes = [
      { query: RECEIVE, variables: { input: { key: "x", lines: [{ sku: "x", quantity: 1 }] } } },
      { query: ADJUST, variables: { input: { key: "x", sku: "x", quantity: -1, reason: "WRITE_OFF" } } },
    ];
    for (const request of [...reads, ...writes]) {
      const { errors } = await query(warehouse, service, request);
      expect(errors?.[0]?.extensions?.["code"]).toBe("FORBIDDEN");
    }
    for (const request of writes) {
      const { errors } = await query(warehouse, service, { ...request, scopes: ["inventory:read"] });
      expect(errors?.[0]?.extensions?.["code"]).toBe("FORBIDDEN");
    }
    expect((await warehouse.stores.stock.read(["main:x"])).size).toBe(0);
  }, 60_000);

  test("a caller without an internal token is refused", async () => {
    const answer = await graphqlRequest((request) => service.fetch(request), { query: "{ __typename }" });
    expect(answer.status).toBe(401);
    expect(answer.errors?.[0]?.extensions?.["code"]).toBe("UNAUTHENTICATED_CALLER");
  }, 60_000);
});

function level(sku: string, quantity: number) {
  return { sku, onHand: quantity, reserved: 0, available: quantity, ledgerSum: quantity };
}
