import { expect, test } from "bun:test";
import type { OrderAggregate } from "../store/orders.ts";
import { type Dependencies, fingerprint } from "./dependencies.ts";
import { placeOrder } from "./place-order.ts";

const ADDRESS = {
  recipient: "Ada",
  line1: "1 High St",
  line2: null,
  city: "London",
  region: null,
  postalCode: "N1 9GU",
  countryCode: "GB",
};
const REQUEST = { cartId: "cart_1", idempotencyKey: "key", paymentToken: "good", shippingAddress: ADDRESS };
const BUYER = { id: "user_ada", kind: "user" } as const;

/** A cart that another request with `key` orders after this one has looked for its key and before it reads the cart. */
function overtaken(by: { readonly key: string; readonly paymentToken: string }): Dependencies {
  const order = {
    id: "order_1",
    state: { idempotencyKey: by.key, fingerprint: fingerprint([REQUEST.cartId, by.paymentToken, ADDRESS]) },
  } as OrderAggregate;
  let asked = 0;
  const cart = { id: "cart_1", ownerId: BUYER.id, lines: [{}], adjustments: [], ordered: true };
  return {
    orders: {
      findByKey: async (_buyerId: string, key: string) => {
        asked += 1;
        return asked > 1 && key === by.key ? order : null;
      },
    },
    carts: { load: async () => cart },
  } as unknown as Dependencies;
}

test("a request that its own repetition overtakes gives the same order", async () => {
  const outcome = await placeOrder(overtaken({ key: "key", paymentToken: "good" }), REQUEST, BUYER);
  expect(outcome).toMatchObject({ kind: "placed", replayed: true, order: { id: "order_1" } });
});

test("overtaken by another payload under its key, it is refused for that", async () => {
  const outcome = await placeOrder(overtaken({ key: "key", paymentToken: "another" }), REQUEST, BUYER);
  expect(outcome).toEqual({ kind: "key-reused" });
});

test("overtaken under another key, it is told that the cart is ordered", async () => {
  const outcome = await placeOrder(overtaken({ key: "other", paymentToken: "good" }), REQUEST, BUYER);
  expect(outcome).toEqual({ kind: "already-ordered", orderId: "order_1" });
});
