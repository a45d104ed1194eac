import type { Clock } from "@mercato/chassis/clock";
import type { Price } from "@mercato/contracts/values/money";
import { setPrice } from "../domain/decisions.ts";
import type { ProductStore } from "../store/product-collection.ts";
import type { ProductReader, ProductRecord } from "../store/product-reader.ts";
import { changeOf } from "./change-product.ts";

/** The variant's product with the new price; null when no variant on sale has this SKU. */
export type SetVariantPrice = (command: { readonly sku: string; readonly price: Price }) => Promise<ProductRecord | null>;

export interface SetVariantPriceDependencies {
  readonly products: ProductStore;
  readonly reader: ProductReader;
  readonly clock: Clock;
}

export function createSetVariantPrice({ products, reader, clock }: SetVariantPriceDependencies): SetVariantPrice {
  return async function setVariantPrice({ sku, price }) {
    const productId = (await reader.ownersOf([sku])).get(sku);
    if (productId === undefined) return null;
    const now = clock.now();
    const updated = await products.update(productId, (current) => {
      const events = current === null ? null : setPrice(current.state, { sku, price, now });
      return changeOf(productId, current, { events: events ?? [], result: events !== null });
    });
    const isOnSale = updated.kind === "applied" && updated.result;
    return isOnSale ? ((await reader.byIds([productId]))[0] ?? null) : null;
  };
}
