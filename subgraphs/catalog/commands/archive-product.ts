import { archive } from "../domain/decisions.ts";
import type { ProductStore } from "../store/product-collection.ts";
import type { ProductReader, ProductRecord } from "../store/product-reader.ts";
import { changeOf } from "./change-product.ts";

export type ArchiveProduct = (productId: string) => Promise<ProductRecord | null>;

/** Takes a product off sale; null when there is no such product. */
export function createArchiveProduct({
  products,
  reader,
}: {
  readonly products: ProductStore;
  readonly reader: ProductReader;
}): ArchiveProduct {
  return async function archiveProduct(productId) {
    await products.update(productId, (current) => {
      if (current === null) return { events: [], result: null };
      return changeOf(productId, current, { events: archive(current.state), result: null });
    });
    return (await reader.byIds([productId]))[0] ?? null;
  };
}
