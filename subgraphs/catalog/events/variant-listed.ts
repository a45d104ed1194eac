import { message, type OutgoingMessage } from "@mercato/chassis/bus";
import { variantListed } from "@mercato/contracts/events/catalog";
import { changedListings } from "../domain/listing.ts";
import type { Product } from "../domain/product.ts";

/** A product before and after one change. */
export interface ProductChange {
  readonly productId: string;
  /** Null when the change creates it. */
  readonly before: Product | null;
  readonly after: Product;
  /** Of the product before the change; 0 when there was none. */
  readonly version: number;
}

/**
 * `catalog.v1.listed` for each variant that the change lists differently. The product's version serves as revision of all its SKUs: it rises with
 * every change, and a SKU never leaves its product.
 */
export function listingMessages({ productId, before, after, version }: ProductChange): readonly OutgoingMessage[] {
  return changedListings(before, after).map((listing) => message(variantListed, { ...listing, productId, revision: version + 1 }));
}
