import { z } from "zod";
import { moneySchema } from "../values/money.ts";
import { defineCommand, defineEvent } from "./definition.ts";

const context = "payments";
const version = 1;

/** Every command names its operation: the same operation again is the same answer again, never a second effect. */
const operation = { operationId: z.string().min(1), orderId: z.string().min(1) };
const refusal = { code: z.string().min(1), message: z.string() };

const exampleOf = (step: string) => ({ operationId: `ord_8F3K:${step}`, orderId: "ord_8F3K" });
const exampleAmount = { amountMinor: 1_925, currency: "GBP" };

export const authorizePayment = defineCommand({
  context,
  version,
  name: "authorize",
  summary:
    "Set money aside on the payer's side. `paymentToken` is the provider's, never a card number. Answered by `authorized` or `declined`.",
  schema: z.strictObject({
    ...operation,
    payerId: z.string().min(1),
    amount: moneySchema,
    paymentToken: z.string().min(1).max(200),
  }),
  example: { ...exampleOf("authorize-payment"), payerId: "usr_7Q2M", amount: exampleAmount, paymentToken: "tok_sandbox_visa" },
});

export const capturePayment = defineCommand({
  context,
  version,
  name: "capture",
  summary: "Take the authorized money. Answered by `captured` or `capture-failed`.",
  schema: z.strictObject(operation),
  example: exampleOf("capture-payment"),
});

export const cancelPayment = defineCommand({
  context,
  version,
  name: "cancel",
  summary:
    "Leave the payer as if nothing had been: void what is authorized, refund what is captured and not yet refunded. An order never heard of is remembered, so that an authorize that arrives late is refused. Answered by `cancelled` or `refund-failed`.",
  schema: z.strictObject(operation),
  example: exampleOf("cancel-payment"),
});

export const refundPayment = defineCommand({
  context,
  version,
  name: "refund",
  summary: "Give a part back. Answered by `refunded` or `refund-failed`.",
  schema: z.strictObject({ ...operation, refundId: z.string().min(1), amount: moneySchema, reason: z.string().optional() }),
  example: {
    ...exampleOf("refund-payment"),
    refundId: "ret_2B6W",
    amount: { amountMinor: 255, currency: "GBP" },
    reason: "Arrived broken",
  },
});

export const paymentAuthorized = defineEvent({
  context,
  version,
  name: "authorized",
  summary: "Money is set aside on the payer's side; none is taken.",
  schema: z.strictObject({ ...operation, paymentId: z.string(), amount: moneySchema }),
  example: { ...exampleOf("authorize-payment"), paymentId: "pay_5D1N", amount: exampleAmount },
});

export const paymentDeclined = defineEvent({
  context,
  version,
  name: "declined",
  summary: "No money is set aside, with a stable code, e.g. CARD_DECLINED.",
  schema: z.strictObject({ ...operation, ...refusal }),
  example: { ...exampleOf("authorize-payment"), code: "CARD_DECLINED", message: "The card was declined." },
});

export const paymentCaptured = defineEvent({
  context,
  version,
  name: "captured",
  summary: "The authorized money is taken.",
  schema: z.strictObject({ ...operation, paymentId: z.string(), amount: moneySchema }),
  example: { ...exampleOf("capture-payment"), paymentId: "pay_5D1N", amount: exampleAmount },
});

export const captureFailed = defineEvent({
  context,
  version,
  name: "capture-failed",
  summary: "The authorized money could not be taken, and will not be.",
  schema: z.strictObject({ ...operation, ...refusal }),
  example: { ...exampleOf("capture-payment"), code: "AUTHORIZATION_EXPIRED", message: "The authorization has lapsed." },
});

export const paymentCancelled = defineEvent({
  context,
  version,
  name: "cancelled",
  summary:
    "Nothing is authorized and nothing captured is kept any more. `refunded` is what this operation gave back; null when there was no payment.",
  schema: z.strictObject({ ...operation, refunded: moneySchema.nullable() }),
  example: { ...exampleOf("cancel-payment"), refunded: exampleAmount },
});

export const paymentRefunded = defineEvent({
  context,
  version,
  name: "refunded",
  summary: "A part of the captured money was given back.",
  schema: z.strictObject({ ...operation, refundId: z.string(), amount: moneySchema }),
  example: { ...exampleOf("refund-payment"), refundId: "ret_2B6W", amount: { amountMinor: 255, currency: "GBP" } },
});

export const refundFailed = defineEvent({
  context,
  version,
  name: "refund-failed",
  summary: "The provider refused to give money back; it is still with us.",
  schema: z.strictObject({ ...operation, ...refusal }),
  example: { ...exampleOf("refund-payment"), code: "REFUND_REFUSED", message: "The provider refused the refund." },
});
