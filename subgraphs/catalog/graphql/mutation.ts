import { requireScope } from "@mercato/chassis/graphql";
import { currencySchema, parsePrice } from "@mercato/contracts/values/money";
import { MOST_ROWS } from "../domain/import-rows.ts";
import { variantsOf } from "./models.ts";
import type { InputIssue, InvalidInputError, MutationResolvers } from "./resolvers.gen.ts";

const SCOPE = "catalog:write";

function invalidInput(issues: readonly InputIssue[]): InvalidInputError & { readonly __typename: "InvalidInputError" } {
  return { __typename: "InvalidInputError", code: "INVALID_INPUT", message: "The input cannot be used as it is.", issues };
}

function unknownSku(sku: string) {
  return { __typename: "UnknownSkuError", code: "UNKNOWN_SKU", message: "No variant on sale has this SKU.", sku } as const;
}

function priceIssue(currency: string): InputIssue {
  return currencySchema.safeParse(currency).success
    ? { path: ["price"], message: "must be a decimal number of major units, not negative" }
    : { path: ["currency"], message: "must be an ISO 4217 code in upper case" };
}

export const mutation: MutationResolvers = {
  importProducts: async (_parent, { input }, context) => {
    requireScope(context.principal, SCOPE);
    if (input.rows.length > MOST_ROWS) return invalidInput([{ path: ["rows"], message: `must have at most ${MOST_ROWS} rows` }]);
    return { __typename: "ImportReport", ...(await context.commands.importProducts(input.rows)) };
  },
  setVariantPrice: async (_parent, { input }, context) => {
    requireScope(context.principal, SCOPE);
    const price = parsePrice(input.price, input.currency);
    if (price === null) return invalidInput([priceIssue(input.currency)]);
    const product = await context.commands.setVariantPrice({ sku: input.sku, price });
    const changed = product === null ? undefined : variantsOf(product).find(({ variant }) => variant.sku === input.sku);
    return changed === undefined ? unknownSku(input.sku) : { __typename: "Variant", ...changed };
  },
  archiveProduct: async (_parent, { id }, context) => {
    requireScope(context.principal, SCOPE);
    const product = await context.commands.archiveProduct(id);
    if (product !== null) return { __typename: "Product", ...product };
    return { __typename: "ProductNotFoundError", code: "PRODUCT_NOT_FOUND", message: "There is no such product." };
  },
};
