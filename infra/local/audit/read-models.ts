import type { Books } from "./books.ts";

/** What the catalog says of a product and its variants. */
export interface ProductDocument {
  readonly _id: string;
  readonly state: {
    readonly status: "PUBLISHED" | "ARCHIVED";
    readonly variants: readonly {
      readonly sku: string;
      readonly prices: readonly { readonly price: { readonly amountMicros: number } }[];
    }[];
  };
}

/** What checkout knows of a SKU: a read model in orders, fed by catalog and inventory. */
export interface OfferDocument {
  readonly _id: string;
  readonly amountMicros?: number;
  readonly purchasable?: boolean;
  readonly available?: number;
}

/** Law 7, at rest: read models reconcile. What checkout knows is what catalog and inventory say, of every SKU. */
export function readModelsReconcile({ offers, products, stock }: Books): readonly string[] {
  const known = new Map(offers.map((offer) => [offer._id, offer]));
  const priced = products.flatMap(({ state }) =>
    state.variants.flatMap(({ sku, prices }) => {
      const offer = known.get(sku);
      const isSame = offer?.amountMicros === prices[0]?.price.amountMicros && offer?.purchasable === (state.status === "PUBLISHED");
      return isSame ? [] : [`Law 7: checkout sells ${sku} at ${offer?.amountMicros}, the catalog at ${prices[0]?.price.amountMicros}`];
    }),
  );
  const stocked = stock.flatMap(({ sku, available }) => {
    const offer = known.get(sku);
    return offer?.available === available ? [] : [`Law 7: checkout knows ${offer?.available} of ${sku}, inventory has ${available}`];
  });
  return [...priced, ...stocked];
}
