import { describe, expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import type { Books } from "@mercato/local/audit/books";
import type { Repetition, StoredMessage } from "../harness/bus.ts";
import type { Buyer } from "../harness/buyer.ts";
import { openShop } from "../harness/shop.ts";

const shop = await openShop("redelivery");
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 500 }, { sku: "TEA", price: "2.55", stock: 500 });

/** What the books mean, without how often they were written. */
function meaningOf(books: Books): unknown {
  const documents = [...books.orders, ...books.payments, ...books.allocations];
  const aggregates = documents.map(({ _id, state, history, sagas }) => ({ _id, state, history, sagas }));
  const stock = books.stock.map(({ _id, onHand, reserved, available }) => ({ _id, onHand, reserved, available }));
  return { aggregates, stock, movements: books.movements, provider: books.provider };
}

/** An order of each kind, to its end. */
async function everyKindOfOrder(): Promise<void> {
  const customer = await shop.customer();
  const goods = { MUG: 2, TEA: 3 };
  await customer.awaits(await customer.buy(goods, { paymentToken: "sandbox-decline" }), "CANCELLED");
  await customer.awaits(await customer.buy(goods, { paymentToken: "sandbox-capture-fails" }), "CANCELLED");
  await customer.awaits(await callOff(customer, await customer.buy(goods)), "CANCELLED");
  await returnSome(customer, await customer.buy(goods));
}

async function callOff(buyer: Buyer, orderId: string): Promise<string> {
  await buyer.awaits(orderId, "CONFIRMED");
  await buyer.cancel(orderId);
  return orderId;
}

async function returnSome(buyer: Buyer, orderId: string): Promise<void> {
  const { lines } = await buyer.awaits(orderId, "CONFIRMED");
  await staff.returnLines({ orderId, key: "too many", lines: [{ lineId: lines[0]!.id, quantity: 1 }] });
  await eventually("the return is completed", async () => (await buyer.order(orderId))?.returns[0]?.status === "COMPLETED");
}

describe("Law 5: published at least once, applied effectively once", () => {
  test("every message of four ended orders is delivered again, under its own id and under a new one: nothing that anybody could see changes", async () => {
    await everyKindOfOrder();
    const before = await shop.expectLaws();
    const messages = await shop.streams.messages();
    expect(messages.length).toBeGreaterThan(40);

    for (const message of messages) expect(await shop.streams.repeat(message, "same")).toBe(false);
    for (const message of messages) expect(await shop.streams.repeat(message, "same-past-the-window")).toBe(true);
    for (const message of messages.toReversed()) expect(await shop.streams.repeat(message, "new-id")).toBe(true);

    expect(meaningOf(await shop.expectLaws())).toEqual(meaningOf(before));
  });

  test("a bus that says everything three times while sagas run brings about what one that says it once does", async () => {
    const sent: Promise<unknown>[] = [];
    const again = (message: StoredMessage) => {
      const repetitions: readonly Repetition[] = message.isRepeated ? [] : ["same-past-the-window", "new-id"];
      sent.push(...repetitions.map((repetition) => shop.streams.repeat(message, repetition)));
    };
    const stockBefore = await staff.stockLevel("TEA");
    const echo = await shop.streams.follow(again);
    const guests = await Promise.all(Array.from({ length: 12 }, () => shop.guest()));
    const orders = await Promise.all(
      guests.map(async (guest, index) => {
        const wanted = index % 3 === 0 ? "CANCELLED" : "CONFIRMED";
        const orderId = await guest.buy({ TEA: 2 }, { paymentToken: wanted === "CANCELLED" ? "sandbox-decline" : "sandbox-ok" });
        return { guest, orderId, wanted };
      }),
    );
    for (const { guest, orderId, wanted } of orders) await guest.awaits(orderId, wanted);
    await callOff(orders[1]!.guest, orders[1]!.orderId);
    await orders[1]!.guest.awaits(orders[1]!.orderId, "CANCELLED");
    await returnSome(orders[2]!.guest, orders[2]!.orderId);
    await shop.expectLaws();
    await echo.stop();
    await Promise.all(sent);

    const { provider } = await shop.expectLaws();
    // Twelve orders of two: four declined, one called off, and of one a unit came back.
    expect((await staff.stockLevel("TEA")).onHand).toBe(stockBefore.onHand - 2 * 12 + 2 * 4 + 2 + 1);
    const { orderId } = orders[4]!;
    expect(provider.filter((account) => account.orderId === orderId).flatMap(({ entries }) => entries.map(({ kind }) => kind))).toEqual([
      "AUTHORIZATION",
      "CAPTURE",
    ]);
    expect(sent.length).toBeGreaterThan(300);
    expect(await shop.streams.deadLetters()).toEqual([]);
  });
});

test("the laws hold in the books", async () => {
  await shop.expectLaws();
});
