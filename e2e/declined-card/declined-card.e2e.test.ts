import { describe, expect, test } from "bun:test";
import { openShop } from "../harness/shop.ts";

const shop = await openShop("declined-card");
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 10 }, { sku: "TEA", price: "2.55", stock: 100 });

describe("a card that is declined", () => {
  test("cancels the order: the stock is back, nothing is charged, and the provider's books are empty", async () => {
    const customer = await shop.customer();
    const orderId = await customer.buy({ MUG: 4, TEA: 1 }, { paymentToken: "sandbox-decline" });
    const order = await customer.ended(orderId);

    expect(order).toMatchObject({ status: "CANCELLED", cancelReason: "PAYMENT_DECLINED", refunded: { amountMinor: 0 } });
    expect(await customer.payment(orderId)).toMatchObject({
      status: "DECLINED",
      failureCode: "CARD_DECLINED",
      captured: { amountMinor: 0 },
    });
    expect(order.saga).toMatchObject({ status: "COMPENSATED", failure: { step: "authorize-payment", code: "CARD_DECLINED" } });
    expect(order.saga.steps.map(({ name, status }) => [name, status])).toEqual([
      ["reserve-stock", "COMPENSATED"],
      ["authorize-payment", "FAILED"],
      ["commit-stock", "PENDING"],
      ["capture-payment", "PENDING"],
    ]);
    expect(await staff.providerTransactions(orderId)).toEqual([]);
    expect(await staff.stockLevel("MUG")).toEqual({ onHand: 10, reserved: 0, available: 10, ledgerSum: 10 });
    expect(await staff.stockLevel("TEA")).toEqual({ onHand: 100, reserved: 0, available: 100, ledgerSum: 100 });
  });

  test("leaves the cart behind, and another cart can be ordered with a better card", async () => {
    const customer = await shop.customer();
    const cartId = await customer.cartWith({ MUG: 1 });
    const placed = await customer.place(cartId, { paymentToken: "sandbox-decline" });
    await customer.awaits("order" in placed ? placed.order.id : "none", "CANCELLED");

    expect(await customer.place(cartId, { idempotencyKey: "another" })).toMatchObject({ code: "CART_ALREADY_ORDERED" });
    expect(await customer.addLine(cartId, "TEA", 1)).toMatchObject({ code: "CART_ALREADY_ORDERED" });
    await customer.awaits(await customer.buy({ MUG: 1 }), "CONFIRMED");
  });
});

interface Mood {
  readonly token: string;
  readonly status: string;
  readonly reason: string | null;
  /** What the provider has on its books in the end. */
  readonly books: readonly string[];
}

const moods: readonly Mood[] = [
  { token: "sandbox-insufficient-funds", status: "CANCELLED", reason: "PAYMENT_DECLINED", books: [] },
  { token: "tok_that_nobody_issued", status: "CANCELLED", reason: "PAYMENT_DECLINED", books: [] },
  { token: "sandbox-capture-fails", status: "CANCELLED", reason: "PAYMENT_DECLINED", books: ["AUTHORIZATION", "VOID"] },
  { token: "sandbox-outage", status: "CANCELLED", reason: "PAYMENT_UNAVAILABLE", books: [] },
  { token: "sandbox-outage-once", status: "CONFIRMED", reason: null, books: ["AUTHORIZATION", "CAPTURE"] },
  { token: "sandbox-timeout-after-charge", status: "CONFIRMED", reason: null, books: ["AUTHORIZATION", "CAPTURE"] },
  { token: "sandbox-capture-timeout", status: "CONFIRMED", reason: null, books: ["AUTHORIZATION", "CAPTURE"] },
];

test("however the provider behaves, an order is paid once or not at all", async () => {
  const ended = await Promise.all(
    moods.map(async ({ token }): Promise<Mood> => {
      const guest = await shop.guest();
      const orderId = await guest.buy({ TEA: 1 }, { paymentToken: token });
      const { status, cancelReason: reason } = await guest.ended(orderId);
      return { token, status, reason, books: (await staff.providerTransactions(orderId)).map(({ kind }) => kind) };
    }),
  );
  expect(ended).toEqual([...moods]);
});

test("the laws hold in the books", async () => {
  await shop.expectLaws();
});
