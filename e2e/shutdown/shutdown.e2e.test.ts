import { describe, expect, test } from "bun:test";
import { readFile } from "node:fs/promises";
import type { OrderDocument } from "@mercato/local/audit/books";
import type { ShopMode } from "@mercato/local/shop";
import { serviceNames } from "@mercato/topology";
import type { Buyer } from "../harness/buyer.ts";
import { openShop, type TestShop } from "../harness/shop.ts";

/** How the provider takes a card, and how an order with it has to end. */
const ENDINGS = {
  "sandbox-ok": "CONFIRMED",
  "sandbox-decline": "CANCELLED",
  "sandbox-timeout-after-charge": "CONFIRMED",
  "sandbox-capture-timeout": "CONFIRMED",
  "sandbox-capture-fails": "CANCELLED",
  "sandbox-outage-once": "CONFIRMED",
} as const;

interface Placing {
  readonly buyer: Buyer;
  readonly ending: string;
  /** Resolves with the order's id. */
  readonly placed: Promise<string>;
}

/** Places orders of all kinds at once, each by a client that asks again while it learns nothing. */
async function placeMany(shop: TestShop, rounds: number): Promise<readonly Placing[]> {
  const tokens = Array.from({ length: rounds }, () => Object.entries(ENDINGS)).flat();
  const carts = await Promise.all(
    tokens.map(async ([paymentToken, ending]) => {
      const buyer = await shop.guest();
      return { buyer, ending, paymentToken, cartId: await buyer.cartWith({ MUG: 1 }) };
    }),
  );
  return carts.map(({ buyer, ending, paymentToken, cartId }) => ({
    buyer,
    ending,
    placed: buyer.insist(cartId, { paymentToken }).then((answer) => ("order" in answer ? answer.order.id : answer.code)),
  }));
}

/** Tells every process of the shop to end, all at once, and starts each again on the same data. */
async function restartAll({ processes }: TestShop, mode: ShopMode): Promise<void> {
  const units = mode === "single" ? (["router"] as const) : serviceNames;
  await Promise.all(units.map((name) => processes.restart(name)));
}

/** What the processes of a shop have logged about their ends, process by process. */
async function farewells({ processes }: TestShop): Promise<readonly (readonly string[])[]> {
  const files = [...new Set(serviceNames.map((name) => processes.logFile(name)))];
  const ends = ["stopping", "stopped", "did not stop in time", "could not be stopped cleanly"];
  return Promise.all(
    files.map(async (file) => {
      const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.startsWith("{"));
      return lines.map((line) => (JSON.parse(line) as { readonly msg: string }).msg).filter((message) => ends.includes(message));
    }),
  );
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const environment = { all: { LOG_LEVEL: "info" } };
const shops = {
  processes: await openShop("shutdown-processes", { environment }),
  single: await openShop("shutdown-single", { mode: "single", environment }),
};

describe.each(["processes", "single"] as const)("Law 3: every accepted order ends: a shop in mode %s", (mode) => {
  test("that is told to stop in the middle of orders stops cleanly, leaves no process behind, and ends every order right when it runs again", async () => {
    const shop = shops[mode];
    const staff = await shop.staff();
    await staff.sell({ sku: "MUG", price: "4.25", stock: 100 });
    const placings = await placeMany(shop, 4);
    const pids = [...new Set(Object.values(shop.processes.pids))];

    await Promise.race(placings.map(({ placed }) => placed));
    const told = new Date();
    await restartAll(shop, mode);
    const back = new Date();
    expect(pids.filter(isAlive)).toEqual([]);
    expect(await farewells(shop)).toEqual(pids.map(() => ["stopping", "stopped"]));

    for (const { buyer, ending, placed } of placings) await buyer.awaits(await placed, ending);
    const { orders } = await shop.expectLaws();
    expect(orders).toHaveLength(placings.length);
    expect(orders.filter(({ state }) => state.attention !== null)).toEqual([]);
    // Some were begun by the processes of before, and ended by those of after.
    const isHandedOver = ({ createdAt, sagas }: OrderDocument) =>
      createdAt < told && sagas.some(({ endedAt }) => endedAt !== null && endedAt > back);
    expect(orders.filter(isHandedOver)).not.toEqual([]);
    expect(await staff.stockLevel("MUG")).toMatchObject({
      reserved: 0,
      onHand: 100 - orders.filter(({ state }) => state.status === "confirmed").length,
    });
  });
});
