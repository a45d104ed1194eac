import type { Price } from "@mercato/contracts/values/money";
import { evolve, type Product, type ProductEvent, type Variant } from "./product.ts";

function isSamePrice(a: Price, b: Price): boolean {
  return a.amountMicros === b.amountMicros && a.currency === b.currency;
}

/** Clocks of two processes differ a little: a price never holds since before the one that it follows. */
function reprice({ sku, prices: [present] }: Variant, price: Price, now: Date): readonly ProductEvent[] {
  if (isSamePrice(present.price, price)) return [];
  return [{ type: "repriced", sku, price, since: now < present.since ? present.since : now }];
}

/** Takes a product off sale; again changes nothing. */
export function archive(product: Product): readonly ProductEvent[] {
  return product.status === "ARCHIVED" ? [] : [{ type: "archived" }];
}

/** Sets the price of a variant from `now` on; the price that it has changes nothing. Null when the product has no such variant on sale. */
export function setPrice(product: Product, command: { sku: string; price: Price; now: Date }): readonly ProductEvent[] | null {
  const variant = product.variants.find(({ sku }) => sku === command.sku);
  if (variant === undefined || product.status === "ARCHIVED") return null;
  return reprice(variant, command.price, command.now);
}

/** One accepted row of an import. What is null is left as it is. */
export interface VariantRow {
  readonly sku: string;
  readonly productTitle: string;
  readonly variantTitle: string | null;
  readonly description: string | null;
  readonly categoryId: string | null;
  readonly price: Price;
}

export type RowOutcome = "created" | "updated" | "unchanged";

/** What importing rows into one product comes to: its events, and for each row what became of it. */
export interface RowsApplied {
  readonly events: readonly ProductEvent[];
  readonly outcomes: readonly RowOutcome[];
}

/**
 * Rows may disagree about their product. For each of its fields the last row that says something decides, so that the same rows again
 * change nothing, as they would if each row were applied after the other.
 */
function productEvents(product: Product | null, rows: readonly VariantRow[], slug: string): readonly ProductEvent[] {
  const title = rows.at(-1)?.productTitle ?? product?.title ?? "";
  const description = rows.findLast((row) => row.description !== null)?.description ?? null;
  const categoryId = rows.findLast((row) => row.categoryId !== null)?.categoryId ?? null;
  const events: ProductEvent[] = [];
  if (product === null) events.push({ type: "created", title, slug });
  else if (product.title !== title) events.push({ type: "retitled", title });
  if (description !== null && description !== (product?.description ?? "")) events.push({ type: "described", description });
  if (categoryId !== null && categoryId !== (product?.categoryId ?? null)) events.push({ type: "shelved", categoryId });
  return events;
}

function variantEvents(variant: Variant | undefined, row: VariantRow, now: Date): readonly ProductEvent[] {
  const { sku, variantTitle: title, price } = row;
  if (variant === undefined) return [{ type: "variant-added", sku, title, price, since: now }];
  const retitled: readonly ProductEvent[] = title === null || title === variant.title ? [] : [{ type: "variant-retitled", sku, title }];
  return [...retitled, ...reprice(variant, price, now)];
}

/**
 * Imports rows, each of a different SKU, into one product; `product` is null when it is to be created, with this `slug`. The caller has
 * made sure that no other product has these SKUs. An archived product stays archived: a feed does not put back on sale what staff took off.
 */
export function applyRows(
  product: Product | null,
  rows: readonly VariantRow[],
  { slug, now }: { readonly slug: string; readonly now: Date },
): RowsApplied {
  const known = new Map(product?.variants.map((variant) => [variant.sku, variant]));
  const about = productEvents(product, rows, slug);
  const changes = rows.map((row) => variantEvents(known.get(row.sku), row, now));
  const outcomes = rows.map((row, index): RowOutcome => {
    if (!known.has(row.sku)) return "created";
    return about.length > 0 || (changes[index] ?? []).length > 0 ? "updated" : "unchanged";
  });
  return { events: rows.length === 0 ? [] : [...about, ...changes.flat()], outcomes };
}

/** The product after these events. */
export function evolveAll(product: Product | null, events: readonly ProductEvent[]): Product | null {
  return events.reduce<Product | null>(evolve, product);
}
