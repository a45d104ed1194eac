import { createEntityResolver } from "@mercato/chassis/graphql";
import { formatPrice } from "@mercato/contracts/values/money";
import { variantTitle } from "../domain/product.ts";
import type { CatalogLoaders } from "./context.ts";
import { variantsOf } from "./models.ts";
import { mutation } from "./mutation.ts";
import { query } from "./query.ts";
import type { CategoryResolvers, PriceResolvers, ProductResolvers, Resolvers, VariantResolvers } from "./resolvers.gen.ts";

/** Archived products are entities too: those who bought them still read what they bought. */
function product({ products }: CatalogLoaders): ProductResolvers {
  return {
    __resolveReference: createEntityResolver({ key: "id", loader: products }),
    title: ({ state }) => state.title,
    slug: ({ state }) => state.slug,
    description: ({ state }) => state.description,
    status: ({ state }) => state.status,
    category: ({ state }, _args, context) =>
      state.categoryId === null ? null : context.loaders.categories.load(state.categoryId, context),
    variants: variantsOf,
  };
}

function variant({ variants }: CatalogLoaders): VariantResolvers {
  return {
    __resolveReference: createEntityResolver({ key: "sku", loader: variants }),
    sku: (parent) => parent.variant.sku,
    title: (parent) => variantTitle(parent.product.state, parent.variant),
    price: (parent) => parent.variant.prices[0].price,
    priceHistory: (parent) => parent.variant.prices,
  };
}

function category({ categories }: CatalogLoaders): CategoryResolvers {
  return {
    __resolveReference: createEntityResolver({ key: "id", loader: categories }),
    parent: ({ parentId }, _args, context) => (parentId === null ? null : context.loaders.categories.load(parentId, context)),
    children: async ({ id }, _args, context) => (await context.loaders.categoryTree(context)).childrenOf(id),
  };
}

const price: PriceResolvers = { amount: (parent) => formatPrice(parent) };

/** Everything that the schema asks for. */
export function createResolvers(loaders: CatalogLoaders): Resolvers {
  return {
    Query: query,
    Mutation: mutation,
    Product: product(loaders),
    Variant: variant(loaders),
    Category: category(loaders),
    Price: price,
  };
}
