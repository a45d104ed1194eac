import { afterAll, beforeAll, expect, test } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import { evolve } from "../domain/evolve.ts";
import { type PaymentState, paymentIdOf } from "../domain/payment.ts";
import { type Checkout, gbp, openCheckout } from "./checkout.ts";

const LIMIT = 60_000;
let checkout: Checkout;
beforeAll(async () => {
  checkout = await openCheckout();
}, LIMIT);
afterAll(() => checkout.stop(), LIMIT);

async function authorized(token = "sandbox-ok"): Promise<string> {
  const orderId = checkout.newOrderId();
  const answer = await checkout.answerTo(await checkout.authorize(orderId, token));
  expect(answer).toMatchObject({ type: "authorized" });
  return orderId;
}

async function captured(token = "sandbox-ok"): Promise<string> {
  const orderId = await authorized(token);
  const answer = await checkout.answerTo(await checkout.capture(orderId));
  expect(answer).toMatchObject({ type: "captured" });
  return orderId;
}

async function stateOf(orderId: string): Promise<PaymentState | undefined> {
  return (await checkout.store.load(paymentIdOf(orderId)))?.state;
}

test(
  "money is set aside, then taken, and the provider's books say the same",
  async () => {
    const orderId = checkout.newOrderId();
    const answer = await checkout.answerTo(await checkout.authorize(orderId, "sandbox-ok"));
    expect(answer.data).toEqual({ operationId: `${orderId}:authorize-payment`, orderId, paymentId: `pay_${orderId}`, amount: gbp(1_000) });
    expect(await checkout.entries(orderId)).toEqual(["AUTHORIZATION 1000"]);
    const taken = await checkout.answerTo(await checkout.capture(orderId));
    expect(taken).toMatchObject({ type: "captured", data: { amount: gbp(1_000), paymentId: `pay_${orderId}` } });
    expect(await checkout.entries(orderId)).toEqual(["AUTHORIZATION 1000", "CAPTURE 1000"]);
  },
  LIMIT,
);

test.each([
  ["sandbox-decline", "CARD_DECLINED"],
  ["sandbox-insufficient-funds", "INSUFFICIENT_FUNDS"],
  ["a-token-of-somebody-else", "INVALID_PAYMENT_TOKEN"],
])(
  "%s is declined with %s and leaves nothing on the books",
  async (token, code) => {
    const orderId = checkout.newOrderId();
    const answer = await checkout.answerTo(await checkout.authorize(orderId, token));
    expect(answer).toMatchObject({ type: "declined", data: { code } });
    expect(await checkout.entries(orderId)).toEqual([]);
    const cancelled = await checkout.answerTo(await checkout.cancel(orderId));
    expect(cancelled).toMatchObject({ type: "cancelled", data: { refunded: null } });
  },
  LIMIT,
);

test.each(["sandbox-timeout-after-charge", "sandbox-capture-timeout", "sandbox-outage-once"])(
  "Law 2: no double charge when the provider's answer is lost (%s)",
  async (token) => {
    const orderId = await captured(token);
    expect(await checkout.entries(orderId)).toEqual(["AUTHORIZATION 1000", "CAPTURE 1000"]);
  },
  LIMIT,
);

test(
  "Law 2: no double charge when the same operations are asked ten times at once, in new messages",
  async () => {
    const orderId = checkout.newOrderId();
    const operationId = `${orderId}:authorize-payment`;
    await Promise.all(Array.from({ length: 10 }, () => checkout.authorize(orderId, "sandbox-ok")));
    await checkout.answerTo(operationId, 10);
    await Promise.all(Array.from({ length: 10 }, () => checkout.capture(orderId)));
    await checkout.answerTo(`${orderId}:capture-payment`, 10);
    const second = await checkout.answerTo(await checkout.capture(orderId, `${orderId}:capture-again`));
    expect(second).toMatchObject({ type: "captured", data: { amount: gbp(1_000) } });
    expect(await checkout.entries(orderId)).toEqual(["AUTHORIZATION 1000", "CAPTURE 1000"]);
    const kinds = new Set(checkout.answers.filter((answer) => answer.orderId === orderId).map(({ type }) => type));
    expect(kinds).toEqual(new Set(["authorized", "captured"]));
  },
  LIMIT,
);

test(
  "Law 5: the same operation in a new message is answered again, and changes nothing",
  async () => {
    const orderId = checkout.newOrderId();
    const operationId = await checkout.authorize(orderId, "sandbox-ok");
    const answer = await checkout.answerTo(operationId);
    const before = await checkout.store.load(paymentIdOf(orderId));
    await checkout.authorize(orderId, "sandbox-ok");
    const again = await checkout.answerTo(operationId, 2);
    expect(again.data).toEqual(answer.data);
    expect(again.messageId).not.toBe(answer.messageId);
    const after = await checkout.store.load(paymentIdOf(orderId));
    expect(after?.state).toEqual(before!.state);
    expect(after?.history).toEqual(before!.history);
    expect(await checkout.entries(orderId)).toEqual(["AUTHORIZATION 1000"]);
  },
  LIMIT,
);

test(
  "what is authorized is let go by cancelling, and not captured any more",
  async () => {
    const orderId = await authorized();
    expect(await checkout.answerTo(await checkout.cancel(orderId))).toMatchObject({ type: "cancelled", data: { refunded: null } });
    expect(await checkout.answerTo(await checkout.capture(orderId))).toMatchObject({ type: "capture-failed", data: { code: "CANCELLED" } });
    expect(await checkout.entries(orderId)).toEqual(["AUTHORIZATION 1000", "VOID 1000"]);
  },
  LIMIT,
);

test(
  "what is captured is given back by cancelling, less what was given back before",
  async () => {
    const orderId = await captured();
    expect(await checkout.answerTo(await checkout.refund(orderId, 250))).toMatchObject({ type: "refunded", data: { amount: gbp(250) } });
    expect(await checkout.answerTo(await checkout.cancel(orderId))).toMatchObject({ type: "cancelled", data: { refunded: gbp(750) } });
    expect(await checkout.answerTo(await checkout.cancel(orderId, `${orderId}:other`))).toMatchObject({ data: { refunded: null } });
    expect(await checkout.entries(orderId)).toEqual(["AUTHORIZATION 1000", "CAPTURE 1000", "REFUND 250", "REFUND 750"]);
    expect((await stateOf(orderId))?.status).toBe("refunded");
  },
  LIMIT,
);

test(
  "an order that was cancelled before it was heard of is not authorized",
  async () => {
    const orderId = checkout.newOrderId();
    expect(await checkout.answerTo(await checkout.cancel(orderId))).toMatchObject({ type: "cancelled", data: { refunded: null } });
    const late = await checkout.answerTo(await checkout.authorize(orderId, "sandbox-ok"));
    expect(late).toMatchObject({ type: "declined", data: { code: "CANCELLED" } });
    expect(await checkout.books(orderId)).toEqual([]);
  },
  LIMIT,
);

test(
  "an outage ends with a cancellation while the authorization is still being delivered again",
  async () => {
    const orderId = checkout.newOrderId();
    const operationId = await checkout.authorize(orderId, "sandbox-outage");
    await eventually("the intent is written", async () => (await stateOf(orderId))?.status === "pending");
    expect(await checkout.answerTo(await checkout.cancel(orderId))).toMatchObject({ type: "cancelled", data: { refunded: null } });
    expect(await checkout.answerTo(operationId)).toMatchObject({ type: "declined", data: { code: "CANCELLED" } });
    expect(await checkout.books(orderId)).toEqual([]);
  },
  LIMIT,
);

test(
  "a capture that the provider refuses leaves the money set aside, until it is let go",
  async () => {
    const orderId = await authorized("sandbox-capture-fails");
    const failed = await checkout.answerTo(await checkout.capture(orderId));
    expect(failed).toMatchObject({ type: "capture-failed", data: { code: "CAPTURE_REFUSED" } });
    expect(await checkout.answerTo(await checkout.cancel(orderId))).toMatchObject({ type: "cancelled", data: { refunded: null } });
    expect(await checkout.entries(orderId)).toEqual(["AUTHORIZATION 1000", "VOID 1000"]);
  },
  LIMIT,
);

test(
  "parts are refunded, each once, never more than was captured",
  async () => {
    const orderId = await captured();
    const first = `${orderId}:refund-1`;
    await Promise.all(Array.from({ length: 5 }, () => checkout.refund(orderId, 400, first)));
    await checkout.answerTo(first, 5);
    expect(await checkout.answerTo(await checkout.refund(orderId, 500))).toMatchObject({ type: "refunded" });
    const over = await checkout.answerTo(await checkout.refund(orderId, 101));
    expect(over).toMatchObject({ type: "refund-failed", data: { code: "REFUND_EXCEEDS_CAPTURE" } });
    expect(await checkout.entries(orderId)).toEqual(["AUTHORIZATION 1000", "CAPTURE 1000", "REFUND 400", "REFUND 500"]);
    expect(await stateOf(orderId)).toMatchObject({ status: "partially-refunded", terms: { refunded: gbp(900) } });
  },
  LIMIT,
);

test(
  "Law 2: of refunds that race for the same money, only as many as it covers are paid",
  async () => {
    const orderId = await captured();
    const operations = await Promise.all(Array.from({ length: 8 }, () => checkout.refund(orderId, 300)));
    const answers = await Promise.all(operations.map((operationId) => checkout.answerTo(operationId)));
    expect(answers.map(({ type }) => type).toSorted()).toEqual([
      ...Array.from({ length: 5 }, () => "refund-failed"),
      ...Array.from({ length: 3 }, () => "refunded"),
    ]);
    expect((await checkout.entries(orderId)).filter((entry) => entry === "REFUND 300")).toHaveLength(3);
  },
  LIMIT,
);

test(
  "a refund that the provider refuses is told, and a refused cancellation is tried anew when it is asked anew",
  async () => {
    const orderId = await captured("sandbox-refund-fails");
    const refused = { type: "refund-failed", data: { code: "REFUND_REFUSED" } };
    expect(await checkout.answerTo(await checkout.refund(orderId, 100))).toMatchObject(refused);
    const operationId = await checkout.cancel(orderId);
    expect(await checkout.answerTo(operationId)).toMatchObject(refused);
    await checkout.cancel(orderId);
    expect(await checkout.answerTo(operationId, 2)).toMatchObject(refused);
    expect((await stateOf(orderId))?.operations.find(({ kind }) => kind === "cancel")?.refundAttempts).toBe(2);
    expect(await stateOf(orderId)).toMatchObject({ status: "captured", pending: null });
  },
  LIMIT,
);

test(
  "a command for a payment that there never was is refused",
  async () => {
    const orderId = checkout.newOrderId();
    expect(await checkout.answerTo(await checkout.capture(orderId))).toMatchObject({ data: { code: "NOT_AUTHORIZED" } });
    expect(await checkout.answerTo(await checkout.refund(orderId, 1))).toMatchObject({ data: { code: "NOT_CAPTURED" } });
    expect(await checkout.answerTo(await checkout.authorize(orderId, "sandbox-ok"))).toMatchObject({ type: "authorized" });
  },
  LIMIT,
);

test(
  "Law 2: authorizing and cancelling at the same time ends with nothing held, every time",
  async () => {
    const tokens = ["sandbox-ok", "sandbox-timeout-after-charge", "sandbox-outage-once", "sandbox-decline"];
    const orders = Array.from({ length: 40 }, (_, index) => ({ orderId: checkout.newOrderId(), token: tokens[index % tokens.length]! }));
    await Promise.all(
      orders.map(async ({ orderId, token }, index) => {
        const both = [() => checkout.authorize(orderId, token), () => checkout.cancel(orderId)];
        await Promise.all((index % 2 === 0 ? both : both.toReversed()).map((send) => send()));
      }),
    );
    for (const { orderId } of orders) {
      expect(await checkout.answerTo(`${orderId}:authorize-payment:undo`)).toMatchObject({ type: "cancelled", data: { refunded: null } });
      await checkout.answerTo(`${orderId}:authorize-payment`);
      const entries = await checkout.entries(orderId);
      expect([[], ["AUTHORIZATION 1000", "VOID 1000"]]).toContainEqual([...entries]);
      expect(await stateOf(orderId)).toMatchObject({ closed: true, pending: null });
    }
  },
  LIMIT,
);

test(
  "Law 6: fold(history) = state",
  async () => {
    const ids = [...new Set(checkout.answers.map(({ orderId }) => paymentIdOf(orderId)))];
    const payments = await checkout.store.loadMany(ids);
    expect(payments.length).toBeGreaterThan(0);
    for (const { history, state } of payments) {
      expect(history.reduce<PaymentState | null>((folded, { event }) => evolve(folded, event), null)).toEqual(state);
    }
  },
  LIMIT,
);
