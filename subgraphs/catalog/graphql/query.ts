import { hasScope } from "@mercato/chassis/auth";
import { invalidArgument } from "@mercato/chassis/graphql";
import type { Context } from "./context.ts";
import { listProducts } from "./product-list.ts";
import type { QueryResolvers } from "./resolvers.gen.ts";

/** Staff who keep the catalogue see what is off sale too. */
function seesUnpublished({ principal }: Context): boolean {
  return hasScope(principal, "catalog:write");
}

export const query: QueryResolvers = {
  product: (_parent, { id, slug }, context) => {
    const given = [id, slug].filter((argument) => argument !== undefined && argument !== null);
    if (given.length !== 1) throw invalidArgument("id", "give either id or slug");
    return typeof id === "string" ? context.loaders.products.load(id, context) : context.reader.bySlug(slug ?? "");
  },
  variant: async (_parent, { sku }, context) => {
    const found = await context.loaders.variants.load(sku, context);
    return found?.product.state.status === "PUBLISHED" || seesUnpublished(context) ? found : null;
  },
  products: (_parent, args, context) => listProducts(context.reader, args, { unpublished: seesUnpublished(context) }),
  categories: async (_parent, _args, context) => (await context.loaders.categoryTree(context)).childrenOf(null),
};
