import { expect, test } from "bun:test";
import { openShop } from "../harness/shop.ts";

// Every one of the crowd is answered by the same two cores: a participant may take its time without being given up on.
const shop = await openShop("out-of-stock", { environment: { orders: { SAGA_STEP_TIMEOUT_MS: "20000" } } });
const staff = await shop.staff();

test("more than there is does not get into a cart", async () => {
  await staff.sell({ sku: "VASE", stock: 3 });
  const guest = await shop.guest();
  const cartId = await guest.createCart();
  expect(await guest.addLine(cartId, "VASE", 4)).toMatchObject({ code: "INSUFFICIENT_STOCK" });
  expect(await guest.addLine(cartId, "VASE", 2)).toMatchObject({ lines: [{ quantity: 2 }] });
  expect(await guest.addLine(cartId, "VASE", 2)).toMatchObject({ code: "INSUFFICIENT_STOCK" });
  const cart = await guest.ask<unknown>("query Cart($id: ID!) { cart(id: $id) { lines { quantity } } }", { id: cartId });
  expect(cart).toEqual({ cart: { lines: [{ quantity: 2 }] } });
});

test("a cart that was filled in time is refused when the goods are gone, or its order ends OUT_OF_STOCK", async () => {
  await staff.sell({ sku: "BOWL", stock: 2 });
  const [quick, slow] = [await shop.guest(), await shop.guest()];
  const late = await slow.cartWith({ BOWL: 2 });
  await quick.awaits(await quick.buy({ BOWL: 1 }), "CONFIRMED");
  const answer = await slow.place(late);
  if ("order" in answer) expect((await slow.ended(answer.order.id)).cancelReason).toBe("OUT_OF_STOCK");
  else expect(answer.code).toBe("INSUFFICIENT_STOCK");
  expect(await staff.stockLevel("BOWL")).toEqual({ onHand: 1, reserved: 0, available: 1, ledgerSum: 1 });
});

const BUYERS = 200;
const UNITS = 50;

test(`Law 1: no oversell. Of ${BUYERS} buyers who order at once, ${UNITS} get the ${UNITS} units that there are`, async () => {
  await staff.sell({ sku: "LAST", price: "9.99", stock: UNITS });
  const buyers = await Promise.all(Array.from({ length: BUYERS }, () => shop.guest()));
  const carts = await Promise.all(buyers.map(async (buyer) => ({ buyer, cartId: await buyer.cartWith({ LAST: 1 }) })));

  const from = performance.now();
  const answers = await Promise.all(carts.map(async ({ buyer, cartId }) => ({ buyer, answer: await buyer.place(cartId) })));
  const accepted = answers.flatMap(({ buyer, answer }) => ("order" in answer ? [{ buyer, orderId: answer.order.id }] : []));
  const refused = answers.flatMap(({ answer }) => ("order" in answer ? [] : [answer.code]));
  const answeredMs = performance.now() - from;
  const { orders, provider } = await shop.expectLaws();
  const endedMs = performance.now() - from;

  const ended = await Promise.all(accepted.map(({ buyer, orderId }) => buyer.ended(orderId)));
  const confirmed = ended.filter(({ status }) => status === "CONFIRMED");
  const cancelled = ended.filter(({ status }) => status === "CANCELLED");
  console.log(
    `${BUYERS} buyers, ${UNITS} units: ${confirmed.length} confirmed, ${cancelled.length} cancelled, ${refused.length} refused; ` +
      `all answered after ${Math.round(answeredMs)} ms, at rest after ${Math.round(endedMs)} ms`,
  );
  expect(confirmed).toHaveLength(UNITS);
  expect(cancelled.length + refused.length).toBe(BUYERS - UNITS);
  expect(new Set(refused)).toBeOneOf([new Set(), new Set(["INSUFFICIENT_STOCK"])]);
  expect(new Set(cancelled.map(({ cancelReason }) => cancelReason))).toBeOneOf([new Set(), new Set(["OUT_OF_STOCK"])]);
  expect(await staff.stockLevel("LAST")).toEqual({ onHand: 0, reserved: 0, available: 0, ledgerSum: 0 });
  expect(new Set(orders.map(({ _id }) => _id)).isSupersetOf(new Set(accepted.map(({ orderId }) => orderId)))).toBe(true);
  const mine = new Set(accepted.map(({ orderId }) => orderId));
  const captures = provider
    .filter(({ orderId }) => mine.has(orderId))
    .flatMap(({ entries }) => entries.filter(({ kind }) => kind === "CAPTURE"));
  expect(captures.reduce((total, { amountMinor }) => total + amountMinor, 0)).toBe(UNITS * 999);
});

test("an order that gets one of its goods and not the other gets none, and holds none", async () => {
  await staff.sell({ sku: "SCARCE", stock: 5 }, { sku: "PLENTY", stock: 100 });
  const buyers = await Promise.all(Array.from({ length: 20 }, () => shop.guest()));
  const carts = await Promise.all(buyers.map(async (buyer) => ({ buyer, cartId: await buyer.cartWith({ PLENTY: 2, SCARCE: 1 }) })));
  const answers = await Promise.all(carts.map(async ({ buyer, cartId }) => ({ buyer, answer: await buyer.place(cartId) })));
  const ended = await Promise.all(answers.flatMap(({ buyer, answer }) => ("order" in answer ? [buyer.ended(answer.order.id)] : [])));

  expect(ended.filter(({ status }) => status === "CONFIRMED")).toHaveLength(5);
  expect(await staff.stockLevel("SCARCE")).toEqual({ onHand: 0, reserved: 0, available: 0, ledgerSum: 0 });
  expect(await staff.stockLevel("PLENTY")).toEqual({ onHand: 90, reserved: 0, available: 90, ledgerSum: 90 });
});

test("the laws hold in the books", async () => {
  await shop.expectLaws();
});
