import type { RequestLoader, SubgraphContext } from "@mercato/chassis/graphql";
import type { ArchiveProduct } from "../commands/archive-product.ts";
import type { ImportProducts } from "../commands/import-products.ts";
import type { SetVariantPrice } from "../commands/set-variant-price.ts";
import type { ProductReader } from "../store/product-reader.ts";
import type { CategoryModel, ProductModel, VariantModel } from "./models.ts";

/** The whole category tree, as one request sees it. */
export interface CategoryTree {
  /** Children of a category, by name; those of null are the roots. */
  childrenOf(parentId: string | null): readonly CategoryModel[];
}

/** Whatever a request looks up goes through these: each is one query for all that is asked for at a time. */
export interface CatalogLoaders {
  readonly products: RequestLoader<Context, ProductModel>;
  readonly variants: RequestLoader<Context, VariantModel>;
  readonly categories: RequestLoader<Context, CategoryModel>;
  readonly categoryTree: (context: Context) => Promise<CategoryTree>;
}

export interface CatalogCommands {
  readonly importProducts: ImportProducts;
  readonly setVariantPrice: SetVariantPrice;
  readonly archiveProduct: ArchiveProduct;
}

export interface Context extends SubgraphContext {
  readonly reader: ProductReader;
  readonly loaders: CatalogLoaders;
  readonly commands: CatalogCommands;
}
