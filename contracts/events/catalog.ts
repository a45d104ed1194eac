import { z } from "zod";
import { priceSchema } from "../values/money.ts";
import { defineEvent } from "./definition.ts";

/**
 * A variant as it is sold from now on. Carries the whole state: of two for one SKU the higher `revision` is the truth,
 * in whatever order they arrive.
 */
export const variantListed = defineEvent({
  context: "catalog",
  version: 1,
  name: "listed",
  schema: z.strictObject({
    sku: z.string().min(1),
    productId: z.string().min(1),
    title: z.string(),
    price: priceSchema,
    /** False when it is off sale. */
    purchasable: z.boolean(),
    revision: z.int().positive(),
  }),
});
