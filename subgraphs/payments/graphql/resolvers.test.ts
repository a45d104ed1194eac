import { expect, test } from "bun:test";
import type { Aggregate } from "@mercato/chassis/aggregate";
import type { PaymentEvent } from "../domain/event.ts";
import { emptyPayment, freshTerms, type PaymentState, paymentIdOf } from "../domain/payment.ts";
import { createResolvers } from "./resolvers.ts";

const createdAt = new Date("2026-11-21T09:00:00Z");

function paymentOf(orderId: string, payerId: string): Aggregate<PaymentState, PaymentEvent> {
  const terms = freshTerms(payerId, { amountMinor: 100, currency: "GBP" }, "key");
  const state: PaymentState = { ...emptyPayment(orderId), status: "pending", terms };
  return { id: paymentIdOf(orderId), version: 1, state, history: [], sagas: [], createdAt };
}

test("the payments of a list of orders are read in one go, and only the caller's own are shown", async () => {
  const reads: (readonly string[])[] = [];
  const stored = [paymentOf("ord_1", "usr_a"), paymentOf("ord_2", "usr_b")];
  const resolvers = createResolvers({
    store: {
      loadMany: (ids) => {
        reads.push(ids);
        return Promise.resolve(stored.filter(({ id }) => ids.includes(id)));
      },
    },
    provider: { transactions: () => Promise.resolve([]) },
  });
  const context = { principal: { kind: "user" as const, id: "usr_a", roles: [], scopes: [] } };
  const resolve = resolvers.Order?.payment;
  if (typeof resolve !== "function") throw new Error("Order.payment has no resolver");
  const orders = ["ord_1", "ord_2", "ord_3", "ord_1"].map((id) => ({ __typename: "Order" as const, id, payment: null }));
  // The fourth argument is GraphQL's own, of which this resolver reads nothing.
  const payments = await Promise.all(orders.map((order) => resolve(order, {}, context, {} as never)));
  expect(payments.map((payment) => payment?.id ?? null)).toEqual(["pay_ord_1", null, null, "pay_ord_1"]);
  expect(reads).toEqual([["pay_ord_1", "pay_ord_2", "pay_ord_3"]]);
});
