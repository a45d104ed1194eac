import { expect, test } from "bun:test";
import { openShop } from "../harness/shop.ts";

const shop = await openShop("single-process", { mode: "single" });
const staff = await shop.staff();
await staff.sell({ sku: "MUG", price: "4.25", stock: 50 });

test("the whole shop is one process", () => {
  expect(new Set(Object.values(shop.processes.pids)).size).toBe(1);
  expect(Object.keys(shop.processes.urls)).toEqual(["router"]);
});

test("it takes orders to their end as the many do", async () => {
  const [guest, customer] = [await shop.guest(), await shop.customer()];
  const order = await guest.awaits(await guest.buy({ MUG: 2 }), "CONFIRMED");
  expect(order.saga.steps.map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "SUCCEEDED"]);
  const declined = await customer.awaits(await customer.buy({ MUG: 3 }, { paymentToken: "sandbox-decline" }), "CANCELLED");
  expect(declined.cancelReason).toBe("PAYMENT_DECLINED");
  expect(await staff.stockLevel("MUG")).toEqual({ onHand: 48, reserved: 0, available: 48, ledgerSum: 48 });
});

test("it is killed while it takes 20 orders, and ends them all when it is back", async () => {
  const guests = await Promise.all(Array.from({ length: 20 }, () => shop.guest()));
  const carts = await Promise.all(guests.map(async (guest) => ({ guest, cartId: await guest.cartWith({ MUG: 1 }) })));
  const placing = carts.map(({ guest, cartId }) => guest.insist(cartId));
  await Promise.race(placing);
  await shop.processes.kill9("router");
  await shop.processes.restart("router");
  await Promise.all(placing);
  const { orders } = await shop.expectLaws();
  expect(orders).toHaveLength(22);
});

test("the laws hold in the books", async () => {
  await shop.expectLaws();
});
