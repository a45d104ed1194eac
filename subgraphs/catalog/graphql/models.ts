import type { Price } from "@mercato/contracts/values/money";
import type { Category } from "../domain/category.ts";
import type { PriceChange, Variant } from "../domain/product.ts";
import type { ProductRecord } from "../store/product-reader.ts";

/** What resolvers hand each other for a type of the schema. */
export type CategoryModel = Category;
export type PriceModel = Price;
export type PriceChangeModel = PriceChange;
export type ProductModel = ProductRecord;

/** A variant with the product that it is one of. */
export interface VariantModel {
  readonly variant: Variant;
  readonly product: ProductModel;
}

/** The variants of a product. */
export function variantsOf(product: ProductModel): readonly VariantModel[] {
  return product.state.variants.map((variant) => ({ variant, product }));
}
