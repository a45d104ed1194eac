import { z } from "zod";
import products from "../demo-catalogue/products.json" with { type: "json" };
import { expectType, type GraphqlClient, type RefusalFields, waitFor } from "../graphql-client.ts";

/** What customers can buy a moment after it was brought in. */
const VISIBLE_MS = 30_000;

const schema = z.strictObject({
  currency: z.string(),
  products: z.array(
    z.strictObject({
      key: z.string(),
      title: z.string(),
      category: z.array(z.string()),
      description: z.string(),
      variants: z.array(z.strictObject({ sku: z.string(), title: z.string(), price: z.string(), stock: z.int().positive() })),
    }),
  ),
});

/** The shelves of the demo shop. */
export type DemoCatalogue = z.infer<typeof schema>;

/** Reads the demo shop's shelves. */
export function readDemoCatalogue(): DemoCatalogue {
  return schema.parse(products);
}

/** The rows that `importProducts` takes. */
export function importRows({ currency, products: all }: DemoCatalogue) {
  return all.flatMap((product) =>
    product.variants.map((variant) => ({
      sku: variant.sku,
      productKey: product.key,
      productTitle: product.title,
      variantTitle: variant.title,
      description: product.description,
      category: product.category,
      price: variant.price,
      currency,
    })),
  );
}

interface ImportReport {
  readonly __typename: "ImportReport";
  readonly created: number;
  readonly refused: readonly { readonly sku: string; readonly code: string; readonly message: string }[];
}
interface StockReceipt {
  readonly __typename: "StockReceipt";
}
type OrRefusal<T> = T | (RefusalFields & { readonly __typename: "InvalidInputError" | "IdempotencyKeyReusedError" });

const REFUSAL = "... on Refusal { code message }";

const IS_EMPTY = "query IsEmpty { products(first: 1) { nodes { id } } }";
const IMPORT = `mutation ImportDemoCatalogue($rows: [ImportVariantRow!]!) {
  importProducts(input: { rows: $rows }) { __typename ... on ImportReport { created refused { sku code message } } ${REFUSAL} }
}`;
const RECEIVE = `mutation ReceiveDemoStock($lines: [ReceiveStockLine!]!) {
  receiveStock(input: { key: "demo-catalogue", lines: $lines }) { __typename ${REFUSAL} }
}`;
const OFFERS = "query Offers { products(first: 100) { nodes { variants { sku offer { purchasable available } } } } }";

/** Whether nothing is for sale yet. */
export async function isEmpty(client: GraphqlClient): Promise<boolean> {
  const { products: found } = await client.request<{ products: { nodes: unknown[] } }>(IS_EMPTY);
  return found.nodes.length === 0;
}

/**
 * Puts the demo products (or others in their form) on sale, as an administrator would: through the one endpoint. Done again, it changes nothing.
 * Resolves once customers can buy all of them.
 */
export async function loadDemoCatalogue(admin: GraphqlClient, catalogue: DemoCatalogue = readDemoCatalogue()): Promise<void> {
  const rows = importRows(catalogue);
  const imported = await admin.request<{ importProducts: OrRefusal<ImportReport> }>(IMPORT, { rows });
  const { refused } = expectType(imported.importProducts, "ImportReport");
  if (refused.length > 0) throw new Error(`The demo catalogue has rows that the shop refuses: ${JSON.stringify(refused)}`);
  const lines = catalogue.products.flatMap(({ variants }) => variants.map(({ sku, stock }) => ({ sku, quantity: stock })));
  const received = await admin.request<{ receiveStock: OrRefusal<StockReceipt> }>(RECEIVE, { lines });
  expectType(received.receiveStock, "StockReceipt");
  await untilOnOffer(admin, new Set(lines.map(({ sku }) => sku)));
}

interface OffersAnswer {
  readonly products: {
    readonly nodes: readonly {
      readonly variants: readonly {
        readonly sku: string;
        readonly offer: { readonly purchasable: boolean; readonly available: number } | null;
      }[];
    }[];
  };
}

/** Checkout learns of prices and stock by events, a moment later than those who own them. */
async function untilOnOffer(client: GraphqlClient, skus: ReadonlySet<string>): Promise<void> {
  await waitFor("that checkout offers the whole demo catalogue", VISIBLE_MS, async () => {
    const { products: found } = await client.request<OffersAnswer>(OFFERS);
    const offered = found.nodes
      .flatMap(({ variants }) => variants)
      .filter(({ sku, offer }) => skus.has(sku) && offer?.purchasable === true && offer.available > 0);
    return offered.length === skus.size ? true : undefined;
  });
}
