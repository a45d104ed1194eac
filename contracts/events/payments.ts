import { z } from "zod";
import { moneySchema } from "../values/money.ts";
import { defineCommand, defineEvent } from "./definition.ts";

const context = "payments";
const version = 1;

/** Every command names its operation: the same operation again is the same answer again, never a second effect. */
const operation = { operationId: z.string().min(1), orderId: z.string().min(1) };
const refusal = { code: z.string().min(1), message: z.string() };

/** Set money aside on the payer's side. `paymentToken` is the provider's, never a card number. Answered by `authorized` or `declined`. */
export const authorizePayment = defineCommand({
  context, version, name: "authorize",
  schema: z.strictObject({ ...operation, payerId: z.string().min(1), amount: moneySchema, paymentToken: z.string().min(1).max(200) }),
});

/** Take the authorized money. Answered by `captured` or `capture-failed`. */
export const capturePayment = defineCommand({ context, version, name: "capture", schema: z.strictObject(operation) });

/**
 * Leave the payer as if nothing had been: void what is authorized, refund what is captured and not yet refunded. An order never heard of is
 * remembered, so that an authorize that arrives late is refused. Answered by `cancelled` or `refund-failed`.
 */
export const cancelPayment = defineCommand({ context, version, name: "cancel", schema: z.strictObject(operation) });

/** Give a part back. Answered by `refunded` or `refund-failed`. */
export const refundPayment = defineCommand({
  context, version, name: "refund",
  schema: z.strictObject({ ...operation, refundId: z.string().min(1), amount: moneySchema, reason: z.string().optional() }),
});

export const paymentAuthorized = defineEvent({
  context, version, name: "authorized",
  schema: z.strictObject({ ...operation, paymentId: z.string(), amount: moneySchema }),
});

export const paymentDeclined = defineEvent({ context, version, name: "declined", schema: z.strictObject({ ...operation, ...refusal }) });

export const paymentCaptured = defineEvent({
  context, version, name: "captured",
  schema: z.strictObject({ ...operation, paymentId: z.string(), amount: moneySchema }),
});

export const captureFailed = defineEvent({ context, version, name: "capture-failed", schema: z.strictObject({ ...operation, ...refusal }) });

/** Nothing is authorized and nothing captured is kept any more. `refunded` is what this operation gave back; null when there was no payment. */
export const paymentCancelled = defineEvent({
  context, version, name: "cancelled",
  schema: z.strictObject({ ...operation, refunded: moneySchema.nullable() }),
});

export const paymentRefunded = defineEvent({
  context, version, name: "refunded",
  schema: z.strictObject({ ...operation, refundId: z.string(), amount: moneySchema }),
});

export const refundFailed = defineEvent({ context, version, name: "refund-failed", schema: z.strictObject({ ...operation, ...refusal }) });
