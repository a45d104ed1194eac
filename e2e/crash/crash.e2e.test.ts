import { describe, expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import type { ServiceName } from "@mercato/topology";
import type { Buyer } from "../harness/buyer.ts";
import { openShop } from "../harness/shop.ts";

const shop = await openShop("crash");
const { processes } = shop;
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 1_000 });

interface Filled {
  readonly buyer: Buyer;
  readonly cartId: string;
}

function fillCarts(count: number): Promise<readonly Filled[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const buyer = await shop.guest();
      return { buyer, cartId: await buyer.cartWith({ MUG: 1 }) };
    }),
  );
}

/** The status of the saga's step that an order is at. */
async function stepOf(buyer: Buyer, orderId: string, name: string): Promise<string | undefined> {
  return (await buyer.order(orderId))?.saga.steps.find((step) => step.name === name)?.status;
}

/** Kills a service, and starts it again once `meanwhile` has come about, or could not. */
async function whileDead<T>(service: ServiceName, meanwhile: () => Promise<T>): Promise<T> {
  await processes.kill9(service);
  try {
    return await meanwhile();
  } finally {
    await processes.restart(service);
  }
}

const nothing = async () => undefined;

/** Places an order while payments is dead: its stock is reserved, its payment is asked for and not answered. */
async function reservedAndNotCharged(): Promise<{ readonly buyer: Buyer; readonly orderId: string }> {
  const buyer = await shop.customer();
  const orderId = await buyer.buy({ MUG: 2 });
  await eventually("the stock is reserved", async () => (await stepOf(buyer, orderId, "reserve-stock")) === "SUCCEEDED");
  expect(await stepOf(buyer, orderId, "authorize-payment")).toBe("RUNNING");
  return { buyer, orderId };
}

describe("payments is killed between reserve and charge", () => {
  test("and comes back in time: the order is confirmed, and charged once", async () => {
    const { buyer, orderId } = await whileDead("payments", reservedAndNotCharged);

    expect(await buyer.ended(orderId)).toMatchObject({ status: "CONFIRMED" });
    expect((await staff.providerTransactions(orderId)).map(({ kind }) => kind)).toEqual(["AUTHORIZATION", "CAPTURE"]);
    await shop.expectLaws();
  });

  test("and stays dead past the saga's patience: the order is cancelled, everything is released, and nothing is ever charged", async () => {
    const before = await staff.stockLevel("MUG");
    const { buyer, orderId } = await whileDead("payments", async () => {
      const placed = await reservedAndNotCharged();
      const isTurningBack = async () => (await placed.buyer.order(placed.orderId))?.saga.status === "COMPENSATING";
      await eventually("the saga turns back", isTurningBack, { timeoutMs: 20_000 });
      return placed;
    });

    expect(await buyer.ended(orderId)).toMatchObject({ status: "CANCELLED", cancelReason: "PAYMENT_UNAVAILABLE" });
    await shop.expectLaws();
    expect((await staff.providerTransactions(orderId)).map(({ kind }) => kind)).not.toContain("CAPTURE");
    expect(await staff.stockLevel("MUG")).toEqual(before);
  });
});

describe("Law 4: what was acknowledged lasts", () => {
  test("orders is killed as soon as it has answered: all that it accepted ends CONFIRMED", async () => {
    const carts = await fillCarts(10);
    const placed = await Promise.all(carts.map(async ({ buyer, cartId }) => ({ buyer, answer: await buyer.place(cartId) })));
    await whileDead("orders", nothing);
    for (const { buyer, answer } of placed) await buyer.awaits("order" in answer ? answer.order.id : "refused", "CONFIRMED");
    await shop.expectLaws();
  });

  test("orders is killed while it answers: clients that ask again with their key get one order for each cart", async () => {
    const carts = await fillCarts(20);
    const answers = carts.map(({ buyer, cartId }) => buyer.insist(cartId));
    await Promise.race(answers);
    await whileDead("orders", nothing);

    const ids = await Promise.all(
      answers.map(async (answering) => ((answer) => ("order" in answer ? answer.order.id : answer.code))(await answering)),
    );
    expect(ids).toEqual(carts.map(({ cartId }) => cartId.replace("cart_", "order_")));
    for (const [index, { buyer }] of carts.entries()) await buyer.awaits(ids[index]!, "CONFIRMED");
    await shop.expectLaws();
  });
});

describe("Law 3: every accepted order ends", () => {
  for (const victim of ["inventory", "payments", "orders"] as const) {
    test(`${victim} is killed in the middle of 30 orders`, async () => {
      const { length: endedBefore } = (await shop.expectLaws()).orders;
      const carts = await fillCarts(30);
      const placing = carts.map(({ buyer, cartId }) => buyer.insist(cartId));
      await eventually("the first of them are through", async () => (await staff.countOrders("CONFIRMED").catch(() => 0)) > endedBefore);
      await whileDead(victim, nothing);
      await Promise.all(placing);

      const { orders } = await shop.expectLaws();
      expect(orders).toHaveLength(endedBefore + 30);
      expect(orders.filter(({ state }) => state.attention !== null)).toEqual([]);
    });
  }
});

test("Law 2: the provider has captured what confirmed orders are worth, and nothing else", async () => {
  const { orders, provider } = await shop.expectLaws();
  const confirmed = orders.filter(({ state }) => state.status === "confirmed");
  const captured = provider.filter(({ entries }) => entries.some(({ kind }) => kind === "CAPTURE"));
  expect(new Set(captured.map(({ orderId }) => orderId))).toEqual(new Set(confirmed.map(({ _id }) => _id)));
});
