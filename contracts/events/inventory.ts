import { z } from "zod";
import { defineCommand, defineEvent } from "./definition.ts";

const context = "inventory";
const version = 1;

const skuQuantity = z.strictObject({ sku: z.string().min(1), quantity: z.int().positive() });
/** Every command names its operation: the same operation again is the same answer again, never a second effect. */
const operation = { operationId: z.string().min(1), orderId: z.string().min(1) };

/** Set units aside for an order, all lines or none. At most one line per SKU. Answered by `reserved` or `rejected`. */
export const reserveStock = defineCommand({
  context, version, name: "reserve",
  schema: z.strictObject({ ...operation, lines: z.array(skuQuantity).min(1), expiresAt: z.iso.datetime() }),
});

/** Turn an order's reservation into a sale: the units leave the stock. Answered by `committed` or `commit-refused`. */
export const commitStock = defineCommand({ context, version, name: "commit", schema: z.strictObject(operation) });

/**
 * Undo whatever an order holds: release what is reserved, put back what was sold and not yet restocked. An order never heard of is remembered, so that a
 * reserve that arrives late is refused. Answered by `released`.
 */
export const releaseStock = defineCommand({ context, version, name: "release", schema: z.strictObject(operation) });

/** Put returned units back. Answered by `restocked`. */
export const restock = defineCommand({
  context, version, name: "restock",
  schema: z.strictObject({ ...operation, returnId: z.string().min(1), lines: z.array(skuQuantity).min(1) }),
});

export const stockReserved = defineEvent({ context, version, name: "reserved", schema: z.strictObject(operation) });

export const stockRejected = defineEvent({
  context, version, name: "rejected",
  schema: z.strictObject({
    ...operation,
    /** OUT_OF_STOCK, or RELEASED when the order was called off before. */
    code: z.enum(["OUT_OF_STOCK", "RELEASED"]),
    shortages: z.array(z.strictObject({ sku: z.string(), requested: z.int(), available: z.int() })),
  }),
});

export const stockCommitted = defineEvent({ context, version, name: "committed", schema: z.strictObject(operation) });

export const stockCommitRefused = defineEvent({
  context, version, name: "commit-refused",
  schema: z.strictObject({ ...operation, code: z.enum(["RESERVATION_EXPIRED", "RELEASED", "NOT_RESERVED"]) }),
});

export const stockReleased = defineEvent({ context, version, name: "released", schema: z.strictObject(operation) });

export const stockRestocked = defineEvent({
  context, version, name: "restocked",
  schema: z.strictObject({ ...operation, returnId: z.string().min(1) }),
});

/**
 * How many units of a SKU can be bought, over all locations. Carries the whole state and is sent at most a few times a second per SKU:
 * of two the higher `revision` is the truth.
 */
export const availabilityChanged = defineEvent({
  context, version, name: "availability-changed",
  schema: z.strictObject({ sku: z.string().min(1), available: z.int().nonnegative(), revision: z.int().positive() }),
});
