import { z } from "zod";
import { moneySchema, priceSchema } from "../values/money.ts";
import { defineEvent } from "./definition.ts";

const context = "orders";
const version = 1;

const order = { orderId: z.string().min(1), buyerId: z.string().min(1) };

export const orderPlaced = defineEvent({
  context, version, name: "placed",
  schema: z.strictObject({
    ...order,
    buyerKind: z.enum(["user", "guest"]),
    orderedAt: z.iso.datetime(),
    total: moneySchema,
    lines: z.array(
      z.strictObject({ lineId: z.string(), sku: z.string(), title: z.string(), quantity: z.int().positive(), unitPrice: priceSchema, total: moneySchema }),
    ),
    adjustments: z.array(z.strictObject({ adjustmentId: z.string(), kind: z.enum(["FEE", "DISCOUNT"]), code: z.string(), amount: moneySchema })),
    shipTo: z.strictObject({ countryCode: z.string(), postalCode: z.string() }),
  }),
});

export const orderConfirmed = defineEvent({ context, version, name: "confirmed", schema: z.strictObject({ ...order, total: moneySchema }) });

/** `refunded`: what was given back by this cancellation; null when nothing had been taken. */
export const orderCancelled = defineEvent({
  context, version, name: "cancelled",
  schema: z.strictObject({ ...order, reason: z.string(), refunded: moneySchema.nullable() }),
});

export const orderLinesReturned = defineEvent({
  context, version, name: "lines-returned",
  schema: z.strictObject({
    ...order,
    returnId: z.string().min(1),
    returnedAt: z.iso.datetime(),
    refund: moneySchema,
    lines: z.array(z.strictObject({ lineId: z.string(), sku: z.string(), quantity: z.int().positive(), refund: moneySchema })),
    adjustments: z.array(z.strictObject({ adjustmentId: z.string(), refund: moneySchema })),
  }),
});

/** A step that must succeed keeps failing; a person has to look at it. */
export const orderNeedsAttention = defineEvent({
  context, version, name: "needs-attention-marked",
  schema: z.strictObject({ ...order, saga: z.string(), step: z.string(), code: z.string(), message: z.string() }),
});
