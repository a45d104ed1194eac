import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { expectLaws } from "./laws.ts";
import { sagaOf, startWarehouse, type Warehouse } from "./warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await startWarehouse();
}, 60_000);
afterAll(() => warehouse.stop(), 60_000);

describe("an order's way through the stock", () => {
  test("reserve, commit and the return of a part", async () => {
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
    expect((await warehouse.ask(...order.restock("way-r1", [{ sku: "way-a", quantity: 1 }]))).type).toBe("inventory.v1.restocked");
    expect(await warehouse.level("way-a")).toEqual({ onHand: 7, reserved: 0, available: 7 });
    expect((await warehouse.ask(...order.release)).type).toBe("inventory.v1.released");
    expect(await warehouse.level("way-a")).toEqual({ onHand: 10, reserved: 0, available: 10 });
    await expectLaws(warehouse, ["way-a", "way-b"]);
  }, 60_000);

  test("Law 1: no oversell — of 200 who want one of 50 units at once, exactly 50 get one", async () => {
    await warehouse.receive("rush", [{ sku: "rush", quantity: 50 }]);
    const orders = Array.from({ length: 200 }, (_, index) => sagaOf(`rush-${index}`, [{ sku: "rush", quantity: 1 }]));
    await Promise.all(orders.map((order) => warehouse.send(...order.reserve)));
    const all = await eventually(
      "200 answers",
      () => {
        const given = orders.flatMap((order) => warehouse.answersTo(order.reserve[1].operationId));
        return given.length >= 200 ? given : null;
      },
      { timeoutMs: 30_000 },
    );
    expect(all.filter(({ type }) => type === "inventory.v1.reserved")).toHaveLength(50);
    expect(all.filter(({ code }) => code === "OUT_OF_STOCK")).toHaveLength(150);
    expect(await warehouse.level("rush")).toEqual({ onHand: 50, reserved: 50, available: 0 });
    await expectLaws(warehouse, ["rush"]);
  }, 60_000);
});
