import type { Price } from "@mercato/contracts/values/money";
import type { Product, Variant } from "./product.ts";

/** A variant as others need to know it. */
export interface Listing {
  readonly sku: string;
  /** As it reads on an order: the product's title, and the variant's own where it has one. */
  readonly title: string;
  readonly price: Price;
  readonly purchasable: boolean;
}

function listingOf(product: Product, { sku, title, prices }: Variant): Listing {
  return {
    sku,
    title: title === null || title === product.title ? product.title : `${product.title}, ${title}`,
    price: prices[0].price,
    purchasable: product.status === "PUBLISHED",
  };
}

function isSame(a: Listing, b: Listing): boolean {
  return (
    a.title === b.title &&
    a.purchasable === b.purchasable &&
    a.price.amountMicros === b.price.amountMicros &&
    a.price.currency === b.price.currency
  );
}

/** The listings that a change of a product makes different, new variants included. `before` is null when the product is new. */
export function changedListings(before: Product | null, after: Product): readonly Listing[] {
  const known = new Map(before?.variants.map((variant) => [variant.sku, listingOf(before, variant)]));
  return after.variants
    .map((variant) => listingOf(after, variant))
    .filter((listing) => {
      const earlier = known.get(listing.sku);
      return earlier === undefined || !isSame(earlier, listing);
    });
}
