import { afterAll, beforeAll, expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { keepStock } from "../commands/keep-stock.ts";
import { expectLaws } from "./laws.ts";
import { sagaOf, startWarehouse, type Warehouse } from "./warehouse.ts";

let warehouse: Warehouse;
beforeAll(async () => {
  warehouse = await startWarehouse();
}, 60_000);
afterAll(() => warehouse.stop(), 60_000);

const announced = (sku: string, available: number) =>
  eventually(`${available} of ${sku} are announced`, () => warehouse.announced.get(sku)?.available === available);

test("every change of what can be bought is announced in the end, many at once in one", async () => {
  await warehouse.receive("many", [{ sku: "many", quantity: 100 }]);
  await announced("many", 100);
  const before = warehouse.announcements("many");
  const orders = Array.from({ length: 60 }, (_, index) => sagaOf(`many-${index}`, [{ sku: "many", quantity: 1 }]));
  const started = performance.now();
  await Promise.all(orders.map((order) => warehouse.send(...order.reserve)));
  await announced("many", 40);
  const rounds = (performance.now() - started) / 50;
  expect(warehouse.announcements("many") - before).toBeLessThanOrEqual(Math.min(59, Math.ceil(rounds) + 1));
  await warehouse.ask(...(orders[0]?.release ?? sagaOf("none", []).release));
  await announced("many", 41);
}, 60_000);

test("what the bus did not take is announced later, and the stock goes on meanwhile", async () => {
  const isolated = await startWarehouse({ withService: false });
  const { dependencies, orders } = isolated.commands();
  await isolated.receive("later", [{ sku: "later", quantity: 3 }]);
  await orders.reserve({ ...sagaOf("later-1", [{ sku: "later", quantity: 1 }]).reserve[1], expiresAt: new Date(Date.now() + 60_000) });
  const failing = { publish: () => Promise.reject(new Error("not stored")), ready: () => true };
  const away = { publish: () => Promise.reject(new Error("not to be asked")), ready: () => false };
  for (const bus of [failing, away]) expect(await keepStock({ ...dependencies, bus })).toBe(false);
  const stock = (await isolated.stores.stock.read(["main:later"])).get("main:later");
  expect(stock).toMatchObject({ announced: 0, revision: 2, operations: [] });
  const sent: unknown[] = [];
  const up = { publish: async (message: { readonly data: unknown }) => void sent.push(message.data), ready: () => true };
  await keepStock({ ...dependencies, bus: up });
  await keepStock({ ...dependencies, bus: up });
  expect(sent).toEqual([{ sku: "later", available: 2, revision: 2 }]);
  await isolated.stop();
}, 60_000);

test("a change that comes while an announcement is on its way is announced too", async () => {
  const isolated = await startWarehouse({ withService: false });
  const { dependencies, bookings } = isolated.commands();
  await isolated.receive("while-1", [{ sku: "while", quantity: 3 }]);
  const sent: unknown[] = [];
  const publish = async (message: { readonly data: unknown }) => {
    if (sent.push(message.data) === 1) {
      await bookings.receive({ key: "while-2", location: "main", lines: [{ sku: "while", quantity: 4 }] });
    }
  };
  await keepStock({ ...dependencies, bus: { publish, ready: () => true } });
  await keepStock({ ...dependencies, bus: { publish, ready: () => true } });
  expect(sent).toEqual([
    { sku: "while", available: 3, revision: 1 },
    { sku: "while", available: 7, revision: 2 },
  ]);
  await expectLaws(isolated, ["while"]);
  await isolated.stop();
}, 60_000);
