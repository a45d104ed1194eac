import { createRequestLoader } from "@mercato/chassis/graphql";
import type { Category } from "../domain/category.ts";
import type { CategoryStore } from "../store/category-store.ts";
import type { ProductReader } from "../store/product-reader.ts";
import type { CatalogLoaders, CategoryTree, Context } from "./context.ts";
import { variantsOf } from "./models.ts";

function toTree(categories: readonly Category[]): CategoryTree {
  const byParent = Map.groupBy(categories, ({ parentId }) => parentId);
  return { childrenOf: (parentId) => byParent.get(parentId) ?? [] };
}

const WHOLE_TREE = "*";

/** Makes the loaders of a service; what they load lives as long as a request. */
export function createLoaders({
  reader,
  categories,
}: {
  readonly reader: ProductReader;
  readonly categories: CategoryStore;
}): CatalogLoaders {
  const tree = createRequestLoader<Context, CategoryTree>(async () => new Map([[WHOLE_TREE, toTree(await categories.all())]]));
  return {
    products: createRequestLoader(async (ids) => new Map((await reader.byIds(ids)).map((product) => [product.id, product]))),
    variants: createRequestLoader(
      async (skus) => new Map((await reader.bySkus(skus)).flatMap((product) => variantsOf(product).map((one) => [one.variant.sku, one]))),
    ),
    categories: createRequestLoader(async (ids) => new Map((await categories.byIds(ids)).map((category) => [category.id, category]))),
    categoryTree: async (context) => (await tree.load(WHOLE_TREE, context)) ?? toTree([]),
  };
}
