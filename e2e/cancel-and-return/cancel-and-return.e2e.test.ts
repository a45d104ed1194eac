import { describe, expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import type { Buyer } from "../harness/buyer.ts";
import { openShop } from "../harness/shop.ts";

const shop = await openShop("cancel-and-return");
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 100 }, { sku: "TEA", price: "2.55", stock: 100 });

const books = async (orderId: string) => (await staff.providerTransactions(orderId)).map(({ kind, amount }) => [kind, amount.amountMinor]);
const onHand = async (sku: string) => (await staff.stockLevel(sku)).onHand;

async function confirmed(buyer: Buyer, goods: Readonly<Record<string, number>>, paymentToken = "sandbox-ok") {
  return buyer.awaits(await buyer.buy(goods, { paymentToken }), "CONFIRMED");
}

describe("a confirmed order that is cancelled", () => {
  test("gives all the money and all the goods back, once, however often it is cancelled", async () => {
    const before = await onHand("MUG");
    const customer = await shop.customer();
    const { id } = await confirmed(customer, { MUG: 4 });
    expect(await onHand("MUG")).toBe(before - 4);

    await Promise.all([customer.cancel(id), customer.cancel(id), customer.cancel(id)]);
    const order = await customer.awaits(id, "CANCELLED");
    await customer.cancel(id);

    expect(order).toMatchObject({ cancelReason: "REQUESTED", total: { amountMinor: 1700 }, refunded: { amountMinor: 1700 } });
    expect(order.history.map(({ type }) => type)).toEqual(["placed", "confirmed", "cancellation-requested", "cancelled"]);
    expect(await customer.payment(id)).toMatchObject({
      status: "REFUNDED",
      captured: { amountMinor: 1700 },
      refunded: { amountMinor: 1700 },
    });
    expect(await books(id)).toEqual([
      ["AUTHORIZATION", 1700],
      ["CAPTURE", 1700],
      ["REFUND", 1700],
    ]);
    expect(await onHand("MUG")).toBe(before);
    await shop.expectLaws();
  });

  test("after a part of it came back, gives back the rest", async () => {
    const before = [await onHand("MUG"), await onHand("TEA")];
    const customer = await shop.customer();
    const { id, lines } = await confirmed(customer, { MUG: 2, TEA: 2 });
    await staff.returnLines({ orderId: id, key: "first", lines: [{ lineId: lines[0]!.id, quantity: 1 }] });
    await eventually("the return is completed", async () => (await customer.order(id))?.returns[0]?.status === "COMPLETED");

    await customer.cancel(id);
    expect(await customer.awaits(id, "CANCELLED")).toMatchObject({ refunded: { amountMinor: 1360 } });
    expect((await books(id)).slice(1)).toEqual([
      ["CAPTURE", 1360],
      ["REFUND", 425],
      ["REFUND", 935],
    ]);
    expect([await onHand("MUG"), await onHand("TEA")]).toEqual(before);
  });
});

test("an order that is cancelled while it is arranged ends CANCELLED, and nothing was charged", async () => {
  const before = await onHand("MUG");
  const customer = await shop.customer();
  const cartId = await customer.cartWith({ MUG: 1 });
  shop.processes.pause("payments");
  const placed = await customer.place(cartId);
  const orderId = "order" in placed ? placed.order.id : placed.code;
  const isAtPayment = async () => (await customer.order(orderId))?.saga.steps[1]?.status === "RUNNING";
  await eventually("its payment is asked for", isAtPayment);
  expect(await customer.cancel(orderId)).toMatchObject({ __typename: "Order" });
  shop.processes.resume("payments");

  expect(await customer.awaits(orderId, "CANCELLED")).toMatchObject({ cancelReason: "REQUESTED" });
  await shop.expectLaws();
  expect((await books(orderId)).map(([kind]) => kind)).not.toContain("CAPTURE");
  expect(await onHand("MUG")).toBe(before);
});

describe("units that staff take back", () => {
  test("are refunded and on the shelf again; the same key is the same return, and the last unit ends the order", async () => {
    const before = await onHand("TEA");
    const customer = await shop.customer();
    const { id, lines } = await confirmed(customer, { TEA: 3 });
    const lineId = lines[0]!.id;
    const one = { orderId: id, key: "one", lines: [{ lineId, quantity: 1 }] };

    expect(await staff.returnLines(one)).toMatchObject({ __typename: "ReturnLinesSuccess" });
    await eventually("the return is completed", async () => (await customer.order(id))?.returns[0]?.status === "COMPLETED");
    expect(await staff.returnLines(one)).toMatchObject({ __typename: "ReturnLinesSuccess" });
    expect(await staff.returnLines({ ...one, lines: [{ lineId, quantity: 2 }] })).toMatchObject({ code: "IDEMPOTENCY_KEY_REUSED" });
    expect(await staff.returnLines({ ...one, key: "more", lines: [{ lineId, quantity: 3 }] })).toMatchObject({
      code: "RETURN_EXCEEDS_ORDER",
    });

    const partly = await customer.order(id);
    expect(partly).toMatchObject({ status: "CONFIRMED", refunded: { amountMinor: 255 }, lines: [{ quantity: 3, returnedQuantity: 1 }] });
    expect(partly?.returns).toHaveLength(1);
    expect(await customer.payment(id)).toMatchObject({ status: "PARTIALLY_REFUNDED", refunded: { amountMinor: 255 } });
    expect(await onHand("TEA")).toBe(before - 2);

    await staff.returnLines({ ...one, key: "rest", lines: [{ lineId, quantity: 2 }] });
    expect(await customer.awaits(id, "RETURNED")).toMatchObject({ refunded: { amountMinor: 765 } });
    expect(await onHand("TEA")).toBe(before);
    expect(await staff.returnLines({ ...one, key: "again" })).toMatchObject({ code: "ORDER_STATE" });
    expect(await customer.cancel(id)).toMatchObject({ code: "ORDER_STATE" });
  });

  test("stay where they are when the provider refuses the refund", async () => {
    const before = await onHand("TEA");
    const customer = await shop.customer();
    const { id, lines } = await confirmed(customer, { TEA: 2 }, "sandbox-refund-fails");
    await staff.returnLines({ orderId: id, key: "one", lines: [{ lineId: lines[0]!.id, quantity: 1 }] });
    await eventually("the return has failed", async () => (await customer.order(id))?.returns[0]?.status === "FAILED");
    expect(await customer.order(id)).toMatchObject({ status: "CONFIRMED", refunded: { amountMinor: 0 }, lines: [{ returnedQuantity: 0 }] });
    expect(await onHand("TEA")).toBe(before - 2);
  });

  test("are not for customers to say", async () => {
    const customer = await shop.customer();
    const { id, lines } = await confirmed(customer, { TEA: 1 });
    const input = { orderId: id, key: "mine", lines: [{ lineId: lines[0]!.id, quantity: 1 }] };
    const { errors } = await customer.send("mutation($input: ReturnLinesInput!) { returnLines(input: $input) { __typename } }", { input });
    expect(errors.map(({ extensions }) => extensions?.code)).toEqual(["FORBIDDEN"]);
  });
});

test("cancelling and returning at the same moment give the money back once", async () => {
  const customer = await shop.customer();
  const orders = await Promise.all(Array.from({ length: 5 }, () => confirmed(customer, { MUG: 2 })));
  await Promise.all(
    orders.flatMap(({ id, lines }) => [
      customer.cancel(id),
      staff.returnLines({ orderId: id, key: "race", lines: [{ lineId: lines[0]!.id, quantity: 1 }] }),
    ]),
  );
  await shop.expectLaws();
  for (const { id } of orders) expect((await customer.order(id))?.status).toBeOneOf(["CANCELLED", "CONFIRMED"]);
});

test("Law 2: captured − refunded is what confirmed orders are worth", async () => {
  const { orders, provider } = await shop.expectLaws();
  const worth = orders
    .filter(({ state }) => state.status === "confirmed")
    .reduce((sum, { state }) => sum + state.totalMinor - state.refundedMinor, 0);
  const entries = provider.flatMap((account) => account.entries);
  const sumOf = (kind: string) => entries.filter((entry) => entry.kind === kind).reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  expect(sumOf("CAPTURE") - sumOf("REFUND")).toBe(worth);
});
