import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { systemClock, systemRandomness } from "@mercato/chassis/clock";
import { startWorld, type World } from "@mercato/chassis/testing";
import type { Booking } from "../domain/booking.ts";
import type { Movement } from "../domain/stock.ts";
import { openStores } from "../store/open-stores.ts";
import type { ConditionalChange, Stock, StockOperation, Stores } from "../store/ports.ts";
import { createMemory, memoryStores } from "./memory-stores.ts";

let world: World;
let mongo: Stores;
beforeAll(async () => {
  world = await startWorld();
  const database = await world.connectDatabase("inventory");
  mongo = (await openStores(database, { clock: systemClock, randomness: systemRandomness })).stores;
}, 60_000);
afterAll(() => world.stop(), 60_000);

const memory = memoryStores(createMemory(), async () => {});
const FAR = new Date("2100-01-01T00:00:00.000Z");
const operation = (id: string): StockOperation => ({ id, owner: { kind: "order", id } });

function change(sku: string, given: Partial<ConditionalChange> = {}): ConditionalChange {
  return { stockId: `main:${sku}`, sku, onHand: 0, reserved: 0, epoch: 0, needs: 0, ...given };
}

// The suite that the protocol is proven with in memory holds for the database too, or the proof is of something else.
describe.each([
  ["in memory", () => memory],
  ["on the database", () => mongo],
] as const)("stores %s", (_where, stores) => {
  let count = 0;
  /** New stock with ten on hand, which the operation `open` brought. */
  async function open(): Promise<string> {
    const sku = `contract-${count++}`;
    await stores().stock.create("main", [sku]);
    expect(await stores().stock.apply(operation("open"), [change(sku, { onHand: 10 })])).toBe(1);
    return sku;
  }
  async function read(sku: string): Promise<Stock> {
    const stock = (await stores().stock.read([`main:${sku}`])).get(`main:${sku}`);
    if (stock === undefined) throw new Error(`no stock ${sku}`);
    return stock;
  }
  const idsOf = ({ operations }: Stock) => operations.map(({ id }) => id);

  test("stock is made once, empty", async () => {
    const sku = await open();
    await stores().stock.create("main", [sku, `${sku}-b`]);
    expect(await read(sku)).toMatchObject({ sku, location: "main", onHand: 10, reserved: 0, available: 10, epoch: 0, revision: 1 });
    expect(await read(`${sku}-b`)).toMatchObject({ onHand: 0, available: 0, epoch: 0, revision: 0, announced: 0, operations: [] });
    expect((await stores().stock.read(["main:contract-none"])).size).toBe(0);
  });

  test("an operation is applied once, at the right epoch, with enough available", async () => {
    const sku = await open();
    const hold = change(sku, { reserved: 4, needs: 4 });
    expect(await stores().stock.apply(operation("a"), [hold])).toBe(1);
    expect(await stores().stock.apply(operation("a"), [hold])).toBe(1);
    expect(await stores().stock.apply(operation("b"), [{ ...hold, epoch: 1 }])).toBe(0);
    expect(await stores().stock.apply(operation("b"), [change(sku, { reserved: 7, needs: 7 })])).toBe(0);
    expect(await stores().stock.apply(operation("b"), [change(sku, { reserved: 6, needs: 6 })])).toBe(1);
    const stock = await read(sku);
    expect(stock).toMatchObject({ onHand: 10, reserved: 10, available: 0, epoch: 0, revision: 3 });
    expect(stock.operations.slice(1)).toEqual([
      { ...operation("a"), onHand: 0, reserved: 4 },
      { ...operation("b"), onHand: 0, reserved: 6 },
    ]);
  });

  test("of a batch, each document takes the operation or not by itself", async () => {
    const [one, other] = [await open(), await open()];
    const changes = [change(one, { reserved: 4, needs: 4 }), change(other, { reserved: 40, needs: 40 }), change("contract-none")];
    expect(await stores().stock.apply(operation("c"), changes)).toBe(1);
    expect([(await read(one)).available, (await read(other)).available]).toEqual([6, 10]);
  });

  test("operations that come at once are judged one by one", async () => {
    const sku = await open();
    const taken = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        stores().stock.apply(operation(`at-once-${index}`), [change(sku, { reserved: 3, needs: 3 })]),
      ),
    );
    expect(taken.filter((count) => count === 1)).toHaveLength(3);
    expect(await read(sku)).toMatchObject({ reserved: 9, available: 1 });
  });

  test("an operation is taken back once, and the epoch moves", async () => {
    const sku = await open();
    await stores().stock.apply(operation("a"), [change(sku, { reserved: 4 })]);
    await stores().stock.reverse("a", [change(sku, { reserved: 4 })]);
    await stores().stock.reverse("a", [change(sku, { reserved: 4 })]);
    const stock = await read(sku);
    expect(stock).toMatchObject({ reserved: 0, available: 10, epoch: 1, revision: 3 });
    expect(idsOf(stock)).toEqual(["open"]);
  });

  test("a fence moves the epoch of documents that lack the operation, and changes nothing else", async () => {
    const sku = await open();
    expect(await stores().stock.fence("a", [`main:${sku}`])).toBe(1);
    expect(await stores().stock.fence("open", [`main:${sku}`])).toBe(0);
    expect(await read(sku)).toMatchObject({ onHand: 10, epoch: 1, revision: 1 });
    expect(await stores().stock.apply(operation("a"), [change(sku, { reserved: 1 })])).toBe(0);
  });

  test("stock is due from a change until it was seen to, unless it changed meanwhile", async () => {
    const sku = await open();
    const isDue = async (now = FAR) => (await stores().stock.due(now, 10_000)).some((stock) => stock.sku === sku);
    const kept = { id: `main:${sku}`, revision: 1, settled: ["open"], lookAt: null };
    expect(await isDue()).toBe(true);
    expect(await stores().stock.keep([{ ...kept, revision: 0 }])).toBe(0);
    expect(await isDue()).toBe(true);
    expect(await stores().stock.keep([{ ...kept, settled: [], lookAt: new Date(FAR.getTime() + 1) }])).toBe(1);
    expect(await isDue()).toBe(false);
    await stores().stock.apply(operation("a"), [change(sku, { reserved: 1 })]);
    expect(await isDue()).toBe(true);
    expect(await stores().stock.keep([{ ...kept, revision: 2 }])).toBe(1);
    expect(await isDue()).toBe(false);
    const stock = await read(sku);
    expect(stock).toMatchObject({ announced: 2, epoch: 1 });
    expect(idsOf(stock)).toEqual(["a"]);
  });

  test("operations that are over are taken off whatever the revision, and the epoch moves only then", async () => {
    const sku = await open();
    await stores().stock.apply(operation("a"), [change(sku, { reserved: 1 })]);
    const settled = { id: `main:${sku}`, settled: ["open", "unknown"] };
    await stores().stock.forget([settled, { ...settled, settled: [] }]);
    await stores().stock.forget([settled]);
    const stock = await read(sku);
    expect(stock).toMatchObject({ epoch: 1, revision: 2 });
    expect(idsOf(stock)).toEqual(["a"]);
  });

  test("a ledger entry is written once", async () => {
    const sku = `ledger-${count++}`;
    const entry = (id: string, quantity: number): Movement => ({
      id: `${sku}-${id}`,
      stockId: `main:${sku}`,
      sku,
      location: "main",
      quantity,
      reason: "RECEIPT",
      orderId: null,
      note: null,
      recordedAt: FAR,
    });
    await stores().movements.record([entry("a", 1), entry("b", 2)]);
    await stores().movements.record([entry("b", 20), entry("c", 3)]);
    expect((await stores().movements.sums([`main:${sku}`])).get(`main:${sku}`)).toBe(6);
    expect(await stores().movements.find(`${sku}-b`)).toEqual(entry("b", 2));
    expect((await stores().movements.sums(["main:ledger-none"])).size).toBe(0);
  });

  test("a booking begins once and moves on from where it is only", async () => {
    const id = `receipt:${count++}`;
    const booking: Booking = {
      id,
      location: "main",
      lines: [{ sku: "a", quantity: 1 }],
      reason: "RECEIPT",
      note: null,
      status: "requested",
      available: null,
      at: FAR,
    };
    const { bookings } = stores();
    expect(await bookings.begin(booking, FAR)).toEqual({ booking, isNew: true });
    expect(await bookings.begin({ ...booking, note: "other" }, FAR)).toMatchObject({ booking, isNew: false });
    expect(await bookings.due(FAR, 1_000)).toContain(id);
    await bookings.move(id, "accepted", { status: "booked", lookAt: null });
    expect((await bookings.statuses([id])).get(id)).toBe("requested");
    await bookings.move(id, "requested", { status: "refusing", available: 3, lookAt: FAR });
    await bookings.move(id, "refusing", { status: "refused", lookAt: null });
    expect(await bookings.load(id)).toMatchObject({ status: "refused", available: 3 });
    expect(await bookings.due(FAR, 1_000)).not.toContain(id);
  });
});
