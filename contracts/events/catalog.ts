import { z } from "zod";
import { priceSchema } from "../values/money.ts";
import { defineEvent } from "./definition.ts";

export const variantListed = defineEvent({
  context: "catalog",
  version: 1,
  name: "listed",
  summary:
    "A variant as it is sold from now on. Carries the whole state: of two for one SKU the higher `revision` is the truth, in whatever order they arrive.",
  schema: z.strictObject({
    sku: z.string().min(1),
    productId: z.string().min(1),
    /** As it reads on an order: the product's title, and after a comma the variant's own where it has one. */
    title: z.string(),
    price: priceSchema,
    /** False when it is off sale. */
    purchasable: z.boolean(),
    revision: z.int().positive(),
  }),
  example: {
    sku: "85123A",
    productId: "prd_4H9T",
    title: "White hanging heart T-light holder",
    price: { amountMicros: 2_550_000, currency: "GBP" },
    purchasable: true,
    revision: 3,
  },
});
