import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { sleepingStores } from "./faults.ts";
import { expectLaws } from "./laws.ts";
import { sagaOf, startWarehouse, type Warehouse } from "./warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  // Nothing is taken for abandoned here: what happens to the sleepers is up to the tests.
  warehouse = await startWarehouse({ settleAfterMs: 3_600_000 });
}, 60_000);
afterAll(() => warehouse.stop(), 60_000);

const expiresAt = new Date(Date.now() + 3_600_000);
const noneLeft = (sku: string) =>
  eventually("the operations are taken off", async () => {
    const stock = (await warehouse.stores.stock.read([`main:${sku}`])).get(`main:${sku}`);
    return stock?.operations.length === 0;
  });

describe("a process that wakes up after all was finished without it", () => {
  test("reserves nothing more, though its order still shows as reserved", async () => {
    await warehouse.receive("z1", [{ sku: "z1", quantity: 10 }]);
    const order = sagaOf("z1", [{ sku: "z1", quantity: 3 }]);
    const sleeper = sleepingStores(warehouse.stores, "stock.apply");
    const zombie = warehouse.commands(() => sleeper.stores).orders.reserve({ ...order.reserve[1], expiresAt });
    await sleeper.asleep;
    await warehouse.ask(...order.reserve);
    await noneLeft("z1");
    sleeper.wake();
    await zombie;
    expect(await warehouse.level("z1")).toEqual({ onHand: 10, reserved: 3, available: 7 });
    await expectLaws(warehouse, ["z1"], ["z1"]);
  }, 60_000);

  test("sells nothing twice", async () => {
    await warehouse.receive("z2", [{ sku: "z2", quantity: 10 }]);
    const order = sagaOf("z2", [{ sku: "z2", quantity: 3 }]);
    await warehouse.ask(...order.reserve);
    const sleeper = sleepingStores(warehouse.stores, "stock.apply");
    const zombie = warehouse.commands(() => sleeper.stores).orders.commit(order.commit[1]);
    await sleeper.asleep;
    await warehouse.ask(...order.commit);
    await noneLeft("z2");
    sleeper.wake();
    await zombie;
    expect(await warehouse.level("z2")).toEqual({ onHand: 7, reserved: 0, available: 7 });
    await expectLaws(warehouse, ["z2"], ["z2"]);
  }, 60_000);

  test("takes nothing for an order that was told it holds nothing, not even for a moment", async () => {
    await warehouse.receive("z3", [{ sku: "z3", quantity: 10 }]);
    const order = sagaOf("z3", [{ sku: "z3", quantity: 3 }]);
    const sleeper = sleepingStores(warehouse.stores, "stock.apply");
    const zombie = warehouse.commands(() => sleeper.stores).orders.reserve({ ...order.reserve[1], expiresAt });
    await sleeper.asleep;
    expect((await warehouse.ask(...order.release)).type).toBe("inventory.v1.released");
    expect(warehouse.answersTo(order.reserve[1].operationId)).toMatchObject([{ type: "inventory.v1.rejected", code: "RELEASED" }]);
    const before = (await warehouse.stores.stock.read(["main:z3"])).get("main:z3");
    sleeper.wake();
    await zombie;
    const after = (await warehouse.stores.stock.read(["main:z3"])).get("main:z3");
    expect(after?.revision).toBe(before?.revision ?? -1);
    await expectLaws(warehouse, ["z3"], ["z3"]);
  }, 60_000);

  test("undoes nothing that another order did meanwhile", async () => {
    await warehouse.receive("z4", [
      { sku: "z4", quantity: 1 },
      { sku: "z4-b", quantity: 1 },
    ]);
    const both = sagaOf("z4", [
      { sku: "z4", quantity: 1 },
      { sku: "z4-b", quantity: 1 },
    ]);
    const sleeper = sleepingStores(warehouse.stores, "stock.apply");
    const first = warehouse.commands(() => sleeper.stores).orders.reserve({ ...both.reserve[1], expiresAt });
    await sleeper.asleep;
    // Takes the second line away from under it.
    await warehouse.ask(...sagaOf("z4-rival", [{ sku: "z4-b", quantity: 1 }]).reserve);
    sleeper.wake();
    await first;
    expect(await eventually("an answer", () => warehouse.stores.allocations.load("z4"))).toMatchObject({
      state: { status: "rejected", shortages: [{ sku: "z4-b", requested: 1, available: 0 }] },
    });
    expect(await warehouse.level("z4")).toEqual({ onHand: 1, reserved: 0, available: 1 });
    expect(await warehouse.level("z4-b")).toEqual({ onHand: 1, reserved: 1, available: 0 });
    await expectLaws(warehouse, ["z4", "z4-b"], ["z4", "z4-rival"]);
  }, 60_000);
});
