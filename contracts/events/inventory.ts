import { z } from "zod";
import { defineCommand, defineEvent } from "./definition.ts";

const context = "inventory";
const version = 1;

const skuQuantity = z.strictObject({ sku: z.string().min(1), quantity: z.int().positive() });
/** Every command names its operation: the same operation again is the same answer again, never a second effect. */
const operation = { operationId: z.string().min(1), orderId: z.string().min(1) };

const exampleOf = (step: string) => ({ operationId: `ord_8F3K:${step}`, orderId: "ord_8F3K" });

export const reserveStock = defineCommand({
  context,
  version,
  name: "reserve",
  summary: "Set units aside for an order, all lines or none. At most one line per SKU. Answered by `reserved` or `rejected`.",
  schema: z.strictObject({ ...operation, lines: z.array(skuQuantity).min(1), expiresAt: z.iso.datetime() }),
  example: { ...exampleOf("reserve-stock"), lines: [{ sku: "85123A", quantity: 6 }], expiresAt: "2026-11-21T09:15:00.000Z" },
});

export const commitStock = defineCommand({
  context,
  version,
  name: "commit",
  summary: "Turn an order's reservation into a sale: the units leave the stock. Answered by `committed` or `commit-refused`.",
  schema: z.strictObject(operation),
  example: exampleOf("commit-stock"),
});

export const releaseStock = defineCommand({
  context,
  version,
  name: "release",
  summary:
    "Undo whatever an order holds: release what is reserved, put back what was sold and not yet restocked. An order never heard of is remembered, so that a reserve that arrives late is refused. Answered by `released`.",
  schema: z.strictObject(operation),
  example: exampleOf("release-stock"),
});

export const restock = defineCommand({
  context,
  version,
  name: "restock",
  summary: "Put returned units back. Answered by `restocked`.",
  schema: z.strictObject({ ...operation, returnId: z.string().min(1), lines: z.array(skuQuantity).min(1) }),
  example: { ...exampleOf("restock"), returnId: "ret_2B6W", lines: [{ sku: "85123A", quantity: 1 }] },
});

export const stockReserved = defineEvent({
  context,
  version,
  name: "reserved",
  summary: "All lines of an order are set aside until the reservation expires.",
  schema: z.strictObject(operation),
  example: exampleOf("reserve-stock"),
});

export const stockRejected = defineEvent({
  context,
  version,
  name: "rejected",
  summary: "Nothing was set aside: OUT_OF_STOCK with what was short, or RELEASED when the order was called off before.",
  schema: z.strictObject({
    ...operation,
    code: z.enum(["OUT_OF_STOCK", "RELEASED"]),
    shortages: z.array(z.strictObject({ sku: z.string(), requested: z.int(), available: z.int() })),
  }),
  example: { ...exampleOf("reserve-stock"), code: "OUT_OF_STOCK", shortages: [{ sku: "85123A", requested: 6, available: 2 }] },
});

export const stockCommitted = defineEvent({
  context,
  version,
  name: "committed",
  summary: "The reserved units were sold and left the stock.",
  schema: z.strictObject(operation),
  example: exampleOf("commit-stock"),
});

export const stockCommitRefused = defineEvent({
  context,
  version,
  name: "commit-refused",
  summary: "There is no reservation to sell from any more; nothing left the stock.",
  schema: z.strictObject({ ...operation, code: z.enum(["RESERVATION_EXPIRED", "RELEASED", "NOT_RESERVED"]) }),
  example: { ...exampleOf("commit-stock"), code: "RESERVATION_EXPIRED" },
});

export const stockReleased = defineEvent({
  context,
  version,
  name: "released",
  summary: "The order holds nothing any more, and never will again.",
  schema: z.strictObject(operation),
  example: exampleOf("release-stock"),
});

export const stockRestocked = defineEvent({
  context,
  version,
  name: "restocked",
  summary: "Returned units are on hand again.",
  schema: z.strictObject({ ...operation, returnId: z.string().min(1) }),
  example: { ...exampleOf("restock"), returnId: "ret_2B6W" },
});

export const availabilityChanged = defineEvent({
  context,
  version,
  name: "availability-changed",
  summary:
    "How many units of a SKU can be bought, over all locations. Carries the whole state and is sent at most a few times a second per SKU: of two the higher `revision` is the truth.",
  schema: z.strictObject({ sku: z.string().min(1), available: z.int().nonnegative(), revision: z.int().positive() }),
  example: { sku: "85123A", available: 44, revision: 17 },
});
