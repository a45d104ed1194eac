import { type FoundVariant, fillCart, findVariants, placeOrder } from "@mercato/local/demo/buy";
import { createGraphqlClient, type GraphqlClient } from "@mercato/local/graphql-client";

/** A cart that is ready to be ordered, and who may. */
export interface ReadyCart {
  readonly client: GraphqlClient;
  readonly id: string;
}

const GUEST = "mutation StartGuestSession { startGuestSession { accessToken } }";
/** Carts that are made at once. */
const AT_ONCE = 8;

async function findGoods(client: GraphqlClient): Promise<readonly FoundVariant[]> {
  const variants = await findVariants(client, "", 1);
  if (variants.length === 0) throw new Error("The shop sells nothing.");
  return variants;
}

/** Makes carts of one line each, with goods in turn: of no SKU more than of the others. */
export async function prepareCarts(endpoint: string, count: number): Promise<readonly ReadyCart[]> {
  const anybody = createGraphqlClient(endpoint);
  const goods = await findGoods(anybody);
  const carts: ReadyCart[] = [];
  let next = 0;
  async function makeCarts(): Promise<void> {
    const { startGuestSession } = await anybody.request<{ startGuestSession: { accessToken: string } }>(GUEST);
    const client = anybody.as(startGuestSession.accessToken);
    while (next < count) {
      const variant = goods[next % goods.length];
      next += 1;
      if (variant !== undefined) carts.push({ client, id: (await fillCart(client, variant, 1)).id });
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, makeCarts));
  return carts;
}

/** Orders a cart. Returns the order's id. */
export function order({ client, id }: ReadyCart): Promise<string> {
  return placeOrder(client, id, "sandbox-ok");
}
