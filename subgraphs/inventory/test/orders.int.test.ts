import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { MessageContract } from "@mercato/chassis/bus";
import { eventually } from "@mercato/chassis/testing";
import { subscriptions } from "../events/subscriptions.ts";
import { expectLaws } from "./laws.ts";
import { sagaOf, startWarehouse, type Warehouse } from "./warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await startWarehouse();
}, 60_000);
afterAll(() => warehouse.stop(), 60_000);

const stock = (key: string, quantity: number) => warehouse.receive(key, [{ sku: key, quantity }]);
const oneOf = (sku: string, quantity = 1) => [{ sku, quantity }];
const soon = (ms: number) => new Date(Date.now() + ms).toISOString();

/** As many answers as were asked for, to these operations. */
function answers(operationIds: readonly string[], count = operationIds.length) {
  return eventually(
    `${count} answers`,
    () => {
      const given = operationIds.flatMap((id) => warehouse.answersTo(id));
      return given.length >= count ? given : null;
    },
    { timeoutMs: 45_000 },
  );
}

describe("an order's way through the stock", () => {
  test("reserve, commit, return of a part, cancel", async () => {
    await warehouse.receive("way", [
      { sku: "way-a", quantity: 10 },
      { sku: "way-b", quantity: 5 },
    ]);
    const order = sagaOf("way-1", [
      { sku: "way-a", quantity: 4 },
      { sku: "way-b", quantity: 5 },
    ]);
    expect((await warehouse.ask(...order.reserve)).type).toBe("inventory.v1.reserved");
    expect(await warehouse.level("way-a")).toEqual({ onHand: 10, reserved: 4, available: 6 });
    expect((await warehouse.ask(...order.commit)).type).toBe("inventory.v1.committed");
    expect(await warehouse.level("way-a")).toEqual({ onHand: 6, reserved: 0, available: 6 });
    expect(await warehouse.level("way-b")).toEqual({ onHand: 0, reserved: 0, available: 0 });
    expect((await warehouse.ask(...order.restock("way-r1", oneOf("way-a")))).type).toBe("inventory.v1.restocked");
    expect(await warehouse.level("way-a")).toEqual({ onHand: 7, reserved: 0, available: 7 });
    expect((await warehouse.ask(...order.release)).type).toBe("inventory.v1.released");
    expect(await warehouse.level("way-a")).toEqual({ onHand: 10, reserved: 0, available: 10 });
    await expectLaws(warehouse, ["way-a", "way-b"], ["way-1"]);
  }, 60_000);

  test("one line short refuses the whole order, with every shortage, and holds nothing", async () => {
    await warehouse.receive("short", [
      { sku: "short-a", quantity: 3 },
      { sku: "short-b", quantity: 1 },
    ]);
    const lines = [
      { sku: "short-a", quantity: 3 },
      { sku: "short-b", quantity: 2 },
      { sku: "short-never-seen", quantity: 1 },
    ];
    const answer = await warehouse.ask(...sagaOf("short-1", lines).reserve);
    expect(answer).toMatchObject({ type: "inventory.v1.rejected", code: "OUT_OF_STOCK" });
    expect(answer.shortages).toEqual([
      { sku: "short-b", requested: 2, available: 1 },
      { sku: "short-never-seen", requested: 1, available: 0 },
    ]);
    expect(await warehouse.level("short-a")).toEqual({ onHand: 3, reserved: 0, available: 3 });
    await expectLaws(warehouse, ["short-a", "short-b"], ["short-1"]);
  }, 60_000);

  test("an order of a thousand lines is reserved, sold and taken back", async () => {
    const lines = Array.from({ length: 1_000 }, (_, index) => ({ sku: `big-${index}`, quantity: 2 }));
    await warehouse.receive("big", lines);
    const order = sagaOf("big-1", lines);
    expect((await warehouse.ask(...order.reserve)).type).toBe("inventory.v1.reserved");
    expect((await warehouse.ask(...order.commit)).type).toBe("inventory.v1.committed");
    expect(await warehouse.level("big-999")).toEqual({ onHand: 0, reserved: 0, available: 0 });
    expect((await warehouse.ask(...order.release)).type).toBe("inventory.v1.released");
    await expectLaws(
      warehouse,
      lines.map(({ sku }) => sku),
      ["big-1"],
    );
  }, 90_000);
});

describe("many at once", () => {
  test("Law 1: no oversell — of 200 who want one of 50 units at once, exactly 50 get one", async () => {
    await stock("rush", 50);
    const orders = Array.from({ length: 200 }, (_, index) => sagaOf(`rush-${index}`, oneOf("rush")));
    await Promise.all(orders.map((order) => warehouse.send(...order.reserve)));
    const given = await answers(orders.map(({ reserve }) => reserve[1].operationId));
    expect(given.filter(({ type }) => type === "inventory.v1.reserved")).toHaveLength(50);
    expect(given.filter(({ code }) => code === "OUT_OF_STOCK")).toHaveLength(150);
    expect(await warehouse.level("rush")).toEqual({ onHand: 50, reserved: 50, available: 0 });
    await expectLaws(
      warehouse,
      ["rush"],
      orders.map(({ reserve }) => reserve[1].orderId),
    );
  }, 90_000);

  test("500 orders of one hot SKU are through without one retry for each, and its document stays small", async () => {
    await stock("hot", 10_000);
    let reads = 0;
    const { orders } = warehouse.commands((stores) => ({
      ...stores,
      stock: {
        ...stores.stock,
        read: (ids) => {
          reads += 1;
          return stores.stock.read(ids);
        },
      },
    }));
    const sagas = Array.from({ length: 500 }, (_, index) => sagaOf(`hot-${index}`, oneOf("hot")));
    await Promise.all(sagas.map(({ reserve }) => orders.reserve({ ...reserve[1], expiresAt: new Date(soon(3_600_000)) })));
    expect(await warehouse.level("hot")).toEqual({ onHand: 10_000, reserved: 500, available: 9_500 });
    expect(reads).toBeLessThan(2_000);
    await expectLaws(
      warehouse,
      ["hot"],
      sagas.map(({ reserve }) => reserve[1].orderId),
    );
  }, 90_000);

  test("orders with the same SKUs in other orders of lines do not wait for each other", async () => {
    const skus = Array.from({ length: 12 }, (_, index) => `mix-${index}`);
    await warehouse.receive(
      "mix",
      skus.map((sku) => ({ sku, quantity: 1_000 })),
    );
    const orders = Array.from({ length: 40 }, (_, index) => {
      const turned = [...skus.slice(index % 12), ...skus.slice(0, index % 12)];
      return sagaOf(
        `mix-${index}`,
        (index % 2 === 0 ? turned : turned.toReversed()).map((sku) => ({ sku, quantity: 1 })),
      );
    });
    const started = performance.now();
    await Promise.all(orders.map((order) => warehouse.send(...order.reserve)));
    await answers(orders.map(({ reserve }) => reserve[1].operationId));
    // A deadlock in the database takes a second to be found, and there would be many.
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(await warehouse.level("mix-0")).toEqual({ onHand: 1_000, reserved: 40, available: 960 });
  }, 90_000);
});

describe("Law 5: published at least once, applied effectively once", () => {
  test("a command that comes again as another message brings the same answer and no second effect", async () => {
    await stock("again", 10);
    const order = sagaOf("again-1", oneOf("again", 2));
    for (const [contract, data] of [order.reserve, order.commit, order.restock("again-r", oneOf("again")), order.release]) {
      const { messageId, ...first } = await warehouse.ask(contract as MessageContract, data);
      await warehouse.send(contract as MessageContract, data);
      await warehouse.send(contract as MessageContract, data);
      const given = await answers([data.operationId], 3);
      for (const { messageId: _id, ...answer } of given) expect(answer).toEqual(first);
      expect(new Set(given.map((answer) => answer.messageId)).size).toBe(3);
      expect(given[0]?.messageId).toBe(messageId);
    }
    expect(await warehouse.level("again")).toEqual({ onHand: 10, reserved: 0, available: 10 });
    await expectLaws(warehouse, ["again"], ["again-1"]);
  }, 60_000);

  test("a message that is delivered again, since its acknowledgement was lost, has no second effect", async () => {
    await stock("redelivered", 10);
    const order = sagaOf("redelivered-1", oneOf("redelivered", 2));
    const handlers = new Map(subscriptions(warehouse.commands().orders).map(({ contract, handle }) => [contract.type, handle]));
    for (const [contract, data] of [order.reserve, order.commit, order.restock("redelivered-r", oneOf("redelivered"))]) {
      const attributes = { id: data.operationId, type: contract.type, time: soon(0), source: "orders", subject: data.orderId, trace: {} };
      for (let delivery = 1; delivery <= 3; delivery += 1) await handlers.get(contract.type)?.(data, attributes);
    }
    expect(await warehouse.level("redelivered")).toEqual({ onHand: 9, reserved: 0, available: 9 });
    await expectLaws(warehouse, ["redelivered"], ["redelivered-1"]);
  }, 60_000);

  test("the same command ten times at once is done once", async () => {
    await stock("ten", 100);
    const order = sagaOf("ten-1", oneOf("ten", 7));
    const { operationId } = order.reserve[1];
    await Promise.all(Array.from({ length: 10 }, () => warehouse.send(...order.reserve)));
    await answers([operationId]);
    await Promise.all(Array.from({ length: 10 }, () => warehouse.send(...order.commit)));
    await answers([order.commit[1].operationId]);
    expect(new Set(warehouse.answersTo(operationId).map(({ type }) => type))).toEqual(new Set(["inventory.v1.reserved"]));
    expect(await warehouse.level("ten")).toEqual({ onHand: 93, reserved: 0, available: 93 });
    await expectLaws(warehouse, ["ten"], ["ten-1"]);
  }, 60_000);

  test("a return is restocked once, also under another operation, and never more than was sold", async () => {
    await stock("return", 5);
    const order = sagaOf("return-1", oneOf("return", 3));
    await warehouse.ask(...order.reserve);
    await warehouse.ask(...order.commit);
    await warehouse.ask(...order.restock("return-r1", oneOf("return", 2)));
    const [contract, data] = order.restock("return-r1", oneOf("return", 2));
    await warehouse.ask(contract, { ...data, operationId: "return-r1:again" });
    expect(await warehouse.level("return")).toEqual({ onHand: 4, reserved: 0, available: 4 });
    await warehouse.ask(...order.restock("return-r2", oneOf("return", 2)));
    expect(await warehouse.level("return")).toEqual({ onHand: 5, reserved: 0, available: 5 });
    await expectLaws(warehouse, ["return"], ["return-1"]);
  }, 60_000);
});

describe("out of order", () => {
  test("a reserve that arrives after its release is refused", async () => {
    await stock("late", 5);
    const order = sagaOf("late-1", oneOf("late"));
    expect((await warehouse.ask(...order.release)).type).toBe("inventory.v1.released");
    expect(await warehouse.ask(...order.reserve)).toMatchObject({ type: "inventory.v1.rejected", code: "RELEASED", shortages: [] });
    expect(await warehouse.level("late")).toEqual({ onHand: 5, reserved: 0, available: 5 });
  }, 60_000);

  test("a commit of what was never reserved, and one of what was released, are refused", async () => {
    await stock("refuse", 5);
    const order = sagaOf("refuse-1", oneOf("refuse"));
    expect(await warehouse.ask(...order.commit)).toMatchObject({ type: "inventory.v1.commit-refused", code: "NOT_RESERVED" });
    const [contract, data] = order.commit;
    await warehouse.ask(...order.reserve);
    await warehouse.ask(...order.release);
    expect(await warehouse.ask(contract, { ...data, operationId: "refuse-1:again" })).toMatchObject({ code: "RELEASED" });
    await expectLaws(warehouse, ["refuse"], ["refuse-1"]);
  }, 60_000);

  test("reserve and release racing, fifty times over, leave nothing held", async () => {
    await stock("race", 1_000);
    const orders = Array.from({ length: 50 }, (_, index) => sagaOf(`race-${index}`, oneOf("race", 3)));
    await Promise.all(orders.flatMap((order) => [warehouse.send(...order.reserve), warehouse.send(...order.release)]));
    const released = await answers(orders.map(({ release }) => release[1].operationId));
    const reserves = await answers(orders.map(({ reserve }) => reserve[1].operationId));
    expect(released.every(({ type }) => type === "inventory.v1.released")).toBe(true);
    expect(reserves.every(({ type, code }) => type === "inventory.v1.reserved" || code === "RELEASED")).toBe(true);
    expect(await warehouse.level("race")).toEqual({ onHand: 1_000, reserved: 0, available: 1_000 });
    await expectLaws(
      warehouse,
      ["race"],
      orders.map(({ reserve }) => reserve[1].orderId),
    );
  }, 90_000);

  test("reserve, commit and release all at once end with nothing held and nothing sold", async () => {
    await stock("storm", 1_000);
    const orders = Array.from({ length: 30 }, (_, index) => sagaOf(`storm-${index}`, oneOf("storm", 2)));
    await Promise.all(
      orders.flatMap((order) => [warehouse.send(...order.commit), warehouse.send(...order.reserve), warehouse.send(...order.release)]),
    );
    await answers(orders.flatMap(({ reserve, commit, release }) => [reserve, commit, release].map(([, { operationId }]) => operationId)));
    expect(await warehouse.level("storm")).toEqual({ onHand: 1_000, reserved: 0, available: 1_000 });
    await expectLaws(
      warehouse,
      ["storm"],
      orders.map(({ reserve }) => reserve[1].orderId),
    );
  }, 90_000);
});

describe("expiry", () => {
  test("lets go of the stock, and a later commit is refused", async () => {
    await stock("expire", 5);
    const order = sagaOf("expire-1", oneOf("expire", 5), soon(4_000));
    await warehouse.ask(...order.reserve);
    expect(await warehouse.level("expire")).toEqual({ onHand: 5, reserved: 5, available: 0 });
    await eventually("the stock is back", async () => (await warehouse.level("expire")).available === 5, { timeoutMs: 20_000 });
    expect(await warehouse.ask(...order.commit)).toMatchObject({ type: "inventory.v1.commit-refused", code: "RESERVATION_EXPIRED" });
    await expectLaws(warehouse, ["expire"], ["expire-1"]);
  }, 60_000);

  test("does not touch what was sold in time", async () => {
    await stock("in-time", 5);
    const order = sagaOf("in-time-1", oneOf("in-time", 2), soon(5_000));
    await warehouse.ask(...order.reserve);
    await warehouse.ask(...order.commit);
    const later = sagaOf("in-time-2", oneOf("in-time", 3), soon(5_000));
    await warehouse.ask(...later.reserve);
    // The later one expires after the first would have.
    await eventually("the later one expired", async () => (await warehouse.level("in-time")).available === 3, { timeoutMs: 20_000 });
    expect(await warehouse.level("in-time")).toEqual({ onHand: 3, reserved: 0, available: 3 });
  }, 60_000);
});

test("a reserve for an order that has one with other lines becomes a dead letter, and the rest goes on", async () => {
  await stock("other", 10);
  await warehouse.ask(...sagaOf("other-1", oneOf("other")).reserve);
  const [contract, data] = sagaOf("other-1", oneOf("other", 2)).reserve;
  await warehouse.send(contract, { ...data, operationId: "other-1:else" });
  expect((await warehouse.ask(...sagaOf("other-2", oneOf("other")).reserve)).type).toBe("inventory.v1.reserved");
  expect(await warehouse.level("other")).toEqual({ onHand: 10, reserved: 2, available: 8 });
  expect(warehouse.answersTo("other-1:else")).toEqual([]);
}, 60_000);
