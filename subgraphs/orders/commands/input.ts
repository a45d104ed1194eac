import { currencySchema } from "@mercato/contracts/values/money";
import { iso31661 } from "iso-3166";
import { z } from "zod";
import { MAX_CART_LINES } from "../domain/cart.ts";

const MAX_QUANTITY = 1_000_000;

export const keySchema = z.string().min(1).max(100);
export const quantitySchema = z.int().min(1, "must be 1 or more").max(MAX_QUANTITY, `must be ${MAX_QUANTITY} or less`);
const skuSchema = z.string().min(1).max(64);
const orNull = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? null);
const text = (max: number) => z.string().trim().min(1, "must not be empty").max(max, `must be ${max} characters or fewer`);

const COUNTRIES: ReadonlySet<string> = new Set(iso31661.map(({ alpha2 }) => alpha2));

/** Text for one line of a label: no line breaks and nothing invisible that could break one. */
const line = (max: number) => text(max).regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, "must not contain line breaks or control characters");

/** Nothing and blank are the same: null. */
const optionalLine = (max: number) =>
  z
    .string()
    .nullish()
    .transform((value) => value?.trim() || null)
    .pipe(line(max).nullable());

/** The rules of the address book, so that what can be kept there can be delivered to. */
export const addressSchema = z.object({
  recipient: line(200),
  line1: line(200),
  line2: optionalLine(200),
  city: line(100),
  region: optionalLine(100),
  // Every country's form differs and changes; a carrier knows it, we only refuse what can be none.
  postalCode: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z0-9][A-Z0-9 -]{1,14}$/, "is not a postal code"),
  countryCode: z
    .string()
    .trim()
    .toUpperCase()
    .refine((code) => COUNTRIES.has(code), "is not an ISO 3166-1 alpha-2 country code"),
});

export const createCartSchema = z.object({ currency: currencySchema });

export const addCartLineSchema = z.object({ cartId: z.string(), sku: skuSchema, quantity: quantitySchema });

export const setQuantitySchema = z.object({
  cartId: z.string(),
  lineId: z.string(),
  quantity: z.int().min(0, "must be 0 or more").max(MAX_QUANTITY, `must be ${MAX_QUANTITY} or less`),
});

const adjustmentSchema = z
  .object({ kind: z.enum(["FEE", "DISCOUNT"]), code: text(50), description: z.string().max(200), amountMinor: z.int() })
  .refine(({ kind, amountMinor }) => (kind === "FEE" ? amountMinor > 0 : amountMinor < 0), {
    path: ["amountMinor"],
    message: "must be positive for a fee and negative for a discount",
  });

export const prepareCartSchema = z.object({
  key: keySchema,
  buyerId: z.string().regex(/^(user|guest)_.+$/, "is not the id of a user or a guest"),
  currency: currencySchema,
  lines: z
    .array(z.object({ sku: skuSchema, quantity: quantitySchema, agreedPrice: orNull(z.string()) }))
    .max(MAX_CART_LINES, `must have ${MAX_CART_LINES} lines or fewer`),
  adjustments: orNull(z.array(adjustmentSchema).max(100)).transform((adjustments) => adjustments ?? []),
  orderedAt: orNull(z.date()),
  reference: orNull(text(100)),
});

export const placeOrderSchema = z.object({
  cartId: z.string(),
  idempotencyKey: keySchema,
  paymentToken: z.string().min(1).max(200),
  shippingAddress: addressSchema,
});

export const cancelOrderSchema = z.object({ orderId: z.string(), reason: orNull(text(500)) });

export const interventionSchema = z.object({
  orderId: z.string(),
  sagaId: z.string(),
  step: z.string().max(100),
  reason: text(500),
  expectedVersion: z.int().min(1, "must be 1 or more"),
});

export const deadLetterSchema = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, "is not the id of a dead letter")
    .transform(Number),
  reason: text(500),
});

export const returnLinesSchema = z.object({
  orderId: z.string(),
  key: keySchema,
  lines: z.array(z.object({ lineId: z.string(), quantity: quantitySchema })).max(MAX_CART_LINES),
  adjustments: orNull(z.array(z.object({ adjustmentId: z.string(), amountMinor: z.int().min(1, "must be 1 or more") })).max(100)).transform(
    (adjustments) => adjustments ?? [],
  ),
  reason: orNull(text(500)),
  returnedAt: orNull(z.date()),
});
