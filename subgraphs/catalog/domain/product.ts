import type { Price } from "@mercato/contracts/values/money";
import { shelvesOf } from "./category.ts";
import { wordsOf } from "./words.ts";

/** A price and since when it holds. */
export interface PriceChange {
  readonly price: Price;
  readonly since: Date;
}

/** The thing that is bought. */
export interface Variant {
  readonly sku: string;
  /** What distinguishes it from its siblings; null when nothing was said. */
  readonly title: string | null;
  /** The present price first, then earlier ones, 20 at most. The product's history has them all. */
  readonly prices: readonly [PriceChange, ...PriceChange[]];
}

export type ProductStatus = "PUBLISHED" | "ARCHIVED";

/** Something the shop sells. A product has at least one variant, and a variant never leaves its product. */
export interface Product {
  readonly title: string;
  /** Given once, when the product is created, so that web addresses last. */
  readonly slug: string;
  readonly description: string;
  readonly status: ProductStatus;
  readonly categoryId: string | null;
  /** Its category and all above it: products are found by each of them. */
  readonly shelves: readonly string[];
  readonly variants: readonly Variant[];
  /** SKUs of its variants. A unique index over them lets a SKU belong to one product only. */
  readonly skus: readonly string[];
  /** What its titles are found by. */
  readonly words: readonly string[];
}

/** What happened to a product. */
export type ProductEvent =
  | { readonly type: "created"; readonly title: string; readonly slug: string }
  | { readonly type: "retitled"; readonly title: string }
  | { readonly type: "described"; readonly description: string }
  | { readonly type: "shelved"; readonly categoryId: string }
  | { readonly type: "variant-added"; readonly sku: string; readonly title: string | null; readonly price: Price; readonly since: Date }
  | { readonly type: "variant-retitled"; readonly sku: string; readonly title: string }
  | { readonly type: "repriced"; readonly sku: string; readonly price: Price; readonly since: Date }
  | { readonly type: "archived" };

const PRICES_SHOWN = 20;
const MOST_WORDS = 200;

const NOTHING: Product = {
  title: "",
  slug: "",
  description: "",
  status: "PUBLISHED",
  categoryId: null,
  shelves: [],
  variants: [],
  skus: [],
  words: [],
};

function withWords(product: Product): Product {
  const titles = [product.title, ...product.variants.flatMap(({ title }) => (title === null ? [] : [title]))];
  return { ...product, words: wordsOf(titles.join(" "), MOST_WORDS) };
}

function withVariant(product: Product, sku: string, change: (variant: Variant) => Variant): Product {
  return { ...product, variants: product.variants.map((variant) => (variant.sku === sku ? change(variant) : variant)) };
}

function repriced(variant: Variant, change: PriceChange): Variant {
  return { ...variant, prices: [change, ...variant.prices.slice(0, PRICES_SHOWN - 1)] };
}

/** What one event makes of a product; null is the product before it was created. */
export function evolve(state: Product | null, event: ProductEvent): Product {
  const product = state ?? NOTHING;
  switch (event.type) {
    case "created":
      return withWords({ ...product, title: event.title, slug: event.slug });
    case "retitled":
      return withWords({ ...product, title: event.title });
    case "described":
      return { ...product, description: event.description };
    case "shelved":
      return { ...product, categoryId: event.categoryId, shelves: shelvesOf(event.categoryId) };
    case "variant-added": {
      const { sku, title, price, since } = event;
      const variants = [...product.variants, { sku, title, prices: [{ price, since }] as const }];
      return withWords({ ...product, variants, skus: [...product.skus, sku] });
    }
    case "variant-retitled":
      return withWords(withVariant(product, event.sku, (variant) => ({ ...variant, title: event.title })));
    case "repriced":
      return withVariant(product, event.sku, (variant) => repriced(variant, { price: event.price, since: event.since }));
    case "archived":
      return { ...product, status: "ARCHIVED" };
  }
}

/** What a variant is called among its siblings: its own title, else its product's. */
export function variantTitle(product: Product, variant: Variant): string {
  return variant.title ?? product.title;
}
