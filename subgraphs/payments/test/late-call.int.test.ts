import { afterAll, beforeAll, expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { paymentIdOf } from "../domain/payment.ts";
import type { PaymentProvider } from "../provider/provider.ts";
import { type Checkout, gbp, openCheckout } from "./checkout.ts";

const LIMIT = 60_000;
let checkout: Checkout;

/** Where the first call of an order is held up: on its way to the provider, or its answer on the way back. Later calls pass. */
const held = new Map<string, { readonly where: "going" | "coming"; readonly free: Promise<void>; arrived: boolean; over: boolean }>();

async function through<Outcome>(name: string, call: () => Promise<Outcome>): Promise<Outcome> {
  const gate = held.get(name);
  if (gate === undefined || gate.arrived) return call();
  gate.arrived = true;
  const early = gate.where === "coming" ? await call() : null;
  await gate.free;
  const outcome = early ?? (await call());
  gate.over = true;
  return outcome;
}

const holdUp = (provider: PaymentProvider): PaymentProvider => ({
  ...provider,
  authorize: (request, signal) => through(`authorize ${request.orderId}`, () => provider.authorize(request, signal)),
  capture: (request, signal) => through(`capture ${request.key.split("/")[0]}`, () => provider.capture(request, signal)),
});

beforeAll(async () => {
  checkout = await openCheckout({ wrapProvider: holdUp });
}, LIMIT);
afterAll(() => checkout.stop(), LIMIT);

function hold(name: string, where: "going" | "coming") {
  const { promise, resolve } = Promise.withResolvers<void>();
  const gate = { where, free: promise, arrived: false, over: false };
  held.set(name, gate);
  return {
    reached: () => eventually(`${name} is held up`, () => gate.arrived),
    async release() {
      resolve();
      await eventually(`${name} is over`, () => gate.over);
    },
  };
}

test.each([
  ["going", []],
  ["coming", ["AUTHORIZATION 1000", "VOID 1000"]],
] as const)(
  "Law 2: an authorization held up %s when the order was cancelled leaves nothing held",
  async (where, books) => {
    const orderId = checkout.newOrderId();
    const gate = hold(`authorize ${orderId}`, where);
    const operationId = await checkout.authorize(orderId, "sandbox-ok");
    await gate.reached();
    expect(await checkout.answerTo(await checkout.cancel(orderId))).toMatchObject({ type: "cancelled", data: { refunded: null } });
    await gate.release();
    expect(await checkout.answerTo(operationId, 2)).toMatchObject({ type: "declined", data: { code: "CANCELLED" } });
    expect(await checkout.entries(orderId)).toEqual([...books]);
    expect(checkout.answers.some((answer) => answer.orderId === orderId && answer.type === "authorized")).toBe(false);
    expect((await checkout.store.load(paymentIdOf(orderId)))?.state).toMatchObject({ closed: true, pending: null });
  },
  LIMIT,
);

test.each([
  ["going", "capture-failed", ["AUTHORIZATION 1000", "VOID 1000"]],
  ["coming", "captured", ["AUTHORIZATION 1000", "CAPTURE 1000", "REFUND 1000"]],
] as const)(
  "Law 2: a capture held up %s when the order was cancelled is answered %s, and nothing is kept",
  async (where, answer, books) => {
    const orderId = checkout.newOrderId();
    await checkout.answerTo(await checkout.authorize(orderId, "sandbox-ok"));
    const gate = hold(`capture ${orderId}`, where);
    const operationId = await checkout.capture(orderId);
    await gate.reached();
    const cancelled = await checkout.answerTo(await checkout.cancel(orderId));
    const refunded = answer === "captured" ? gbp(1_000) : null;
    expect(cancelled).toMatchObject({ type: "cancelled", data: { refunded } });
    await gate.release();
    expect(await checkout.answerTo(operationId, 2)).toMatchObject({ type: answer });
    expect(await checkout.entries(orderId)).toEqual([...books]);
  },
  LIMIT,
);
