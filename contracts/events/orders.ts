import { z } from "zod";
import { moneySchema, priceSchema } from "../values/money.ts";
import { defineEvent } from "./definition.ts";

const context = "orders";
const version = 1;

const order = { orderId: z.string().min(1), buyerId: z.string().min(1) };
const exampleOrder = { orderId: "ord_8F3K", buyerId: "usr_7Q2M" };

const gbp = (amountMinor: number) => ({ amountMinor, currency: "GBP" });

export const orderPlaced = defineEvent({
  context,
  version,
  name: "placed",
  summary: "An order was accepted. It will end confirmed or cancelled, or be marked as needing attention.",
  schema: z.strictObject({
    ...order,
    buyerKind: z.enum(["user", "guest"]),
    orderedAt: z.iso.datetime(),
    total: moneySchema,
    lines: z.array(
      z.strictObject({
        lineId: z.string(),
        sku: z.string(),
        title: z.string(),
        quantity: z.int().positive(),
        unitPrice: priceSchema,
        total: moneySchema,
      }),
    ),
    adjustments: z.array(
      z.strictObject({ adjustmentId: z.string(), kind: z.enum(["FEE", "DISCOUNT"]), code: z.string(), amount: moneySchema }),
    ),
    shipTo: z.strictObject({ countryCode: z.string(), postalCode: z.string() }),
  }),
  example: {
    ...exampleOrder,
    buyerKind: "user",
    orderedAt: "2026-11-21T09:00:00.000Z",
    total: gbp(1_925),
    lines: [
      {
        lineId: "1",
        sku: "85123A",
        title: "White hanging heart T-light holder",
        quantity: 6,
        unitPrice: { amountMicros: 2_550_000, currency: "GBP" },
        total: gbp(1_530),
      },
    ],
    adjustments: [{ adjustmentId: "1", kind: "FEE", code: "POST", amount: gbp(395) }],
    shipTo: { countryCode: "GB", postalCode: "N1 9GU" },
  },
});

export const orderConfirmed = defineEvent({
  context,
  version,
  name: "confirmed",
  summary: "The goods are sold and the money is taken.",
  schema: z.strictObject({ ...order, total: moneySchema }),
  example: { ...exampleOrder, total: gbp(1_925) },
});

export const orderCancelled = defineEvent({
  context,
  version,
  name: "cancelled",
  summary: "The order was called off. `refunded` is what was given back by this cancellation; null when nothing had been taken.",
  schema: z.strictObject({ ...order, reason: z.string(), refunded: moneySchema.nullable() }),
  example: { ...exampleOrder, reason: "PAYMENT_DECLINED", refunded: null },
});

export const orderLinesReturned = defineEvent({
  context,
  version,
  name: "lines-returned",
  summary: "Units of a confirmed order were taken back and refunded.",
  schema: z.strictObject({
    ...order,
    returnId: z.string().min(1),
    returnedAt: z.iso.datetime(),
    refund: moneySchema,
    lines: z.array(z.strictObject({ lineId: z.string(), sku: z.string(), quantity: z.int().positive(), refund: moneySchema })),
    adjustments: z.array(z.strictObject({ adjustmentId: z.string(), refund: moneySchema })),
  }),
  example: {
    ...exampleOrder,
    returnId: "ret_2B6W",
    returnedAt: "2026-11-28T10:30:00.000Z",
    refund: gbp(255),
    lines: [{ lineId: "1", sku: "85123A", quantity: 1, refund: gbp(255) }],
    adjustments: [],
  },
});

export const orderNeedsAttention = defineEvent({
  context,
  version,
  name: "needs-attention-marked",
  summary: "A step that must succeed keeps failing; a person has to look at it.",
  schema: z.strictObject({ ...order, saga: z.string(), step: z.string(), code: z.string(), message: z.string() }),
  example: {
    ...exampleOrder,
    saga: "cancel-order",
    step: "cancel-payment",
    code: "PROVIDER_UNAVAILABLE",
    message: "The payment provider did not answer.",
  },
});
