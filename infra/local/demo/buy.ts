import { expectType, type GraphqlClient, type RefusalFields, waitFor } from "../graphql-client.ts";

/** What the sandbox provider does with a payment. */
export type SandboxToken = "sandbox-ok" | "sandbox-decline";

/** A variant that a search found. */
export interface FoundVariant {
  readonly sku: string;
  readonly title: string;
  readonly productTitle: string;
  readonly price: string;
  readonly currency: string;
  readonly available: number;
}

interface SearchAnswer {
  readonly products: {
    readonly nodes: readonly {
      readonly title: string;
      readonly variants: readonly {
        readonly sku: string;
        readonly title: string;
        readonly price: { readonly amount: string; readonly currency: string };
        readonly availability: { readonly available: number };
        readonly offer: { readonly purchasable: boolean; readonly available: number } | null;
      }[];
    }[];
  };
}

const SEARCH = `query FindProducts($search: String) {
  products(first: 10, search: $search) {
    nodes { title variants { sku title price { amount currency } availability { available } offer { purchasable available } } }
  }
}`;
const AVAILABLE = "query Available($sku: String!) { variant(sku: $sku) { availability { available } } }";
const REFUSAL = "... on Refusal { code message }";
const CREATE_CART = `mutation CreateCart($currency: String!) { createCart(input: { currency: $currency }) { __typename ... on Cart { id } ${REFUSAL} } }`;
const ADD_LINE = `mutation AddCartLine($input: AddCartLineInput!) {
  addCartLine(input: $input) { __typename ... on Cart { id total { amountMinor currency } } ${REFUSAL} }
}`;
const PLACE_ORDER = `mutation PlaceOrder($input: PlaceOrderInput!) {
  placeOrder(input: $input) { __typename ... on PlaceOrderSuccess { order { id status } } ${REFUSAL} }
}`;
const ORDER = `query FollowOrder($id: ID!) {
  order(id: $id) {
    id status cancelReason
    total { amountMinor currency }
    payment { status captured { amountMinor } refunded { amountMinor } }
    saga { status durationMs traceId steps { name status attempts durationMs errorCode } }
  }
}`;

/** Finds variants that can be bought, best match first. */
export async function findVariants(client: GraphqlClient, search: string, quantity: number): Promise<readonly FoundVariant[]> {
  const { products } = await client.request<SearchAnswer>(SEARCH, { search });
  return products.nodes.flatMap(({ title, variants }) =>
    variants
      .filter(({ availability, offer }) => availability.available >= quantity && offer?.purchasable === true && offer.available >= quantity)
      .map(({ sku, title: variantTitle, price, availability }) => ({
        sku,
        title: variantTitle,
        productTitle: title,
        price: price.amount,
        currency: price.currency,
        available: availability.available,
      })),
  );
}

/** Units of a SKU that can be bought now. */
export async function availableUnits(client: GraphqlClient, sku: string): Promise<number> {
  const { variant } = await client.request<{ variant: { availability: { available: number } } | null }>(AVAILABLE, { sku });
  return variant?.availability.available ?? 0;
}

interface CartResult {
  readonly __typename: "Cart";
  readonly id: string;
  readonly total: { readonly amountMinor: number; readonly currency: string };
}
type Refused = RefusalFields & { readonly __typename: "InvalidInputError" };

/** Makes a cart with some units of a variant. */
export async function fillCart(client: GraphqlClient, variant: FoundVariant, quantity: number): Promise<CartResult> {
  const created = await client.request<{ createCart: CartResult | Refused }>(CREATE_CART, { currency: variant.currency });
  const { id } = expectType(created.createCart, "Cart");
  const added = await client.request<{ addCartLine: CartResult | Refused }>(ADD_LINE, {
    input: { cartId: id, sku: variant.sku, quantity },
  });
  return expectType(added.addCartLine, "Cart");
}

interface Placed {
  readonly __typename: "PlaceOrderSuccess";
  readonly order: { readonly id: string; readonly status: string };
}

/** Orders a cart. Returns the order's id; it ends on its own. */
export async function placeOrder(client: GraphqlClient, cartId: string, paymentToken: SandboxToken): Promise<string> {
  const input = {
    cartId,
    idempotencyKey: crypto.randomUUID(),
    paymentToken,
    shippingAddress: { recipient: "Ada Demo", line1: "1 Harbour Street", city: "Bristol", postalCode: "BS1 4ND", countryCode: "GB" },
  };
  const { placeOrder: result } = await client.request<{ placeOrder: Placed | Refused }>(PLACE_ORDER, { input });
  return expectType(result, "PlaceOrderSuccess").order.id;
}

/** An order as the demo follows it. */
export interface FollowedOrder {
  readonly id: string;
  readonly status: string;
  readonly cancelReason: string | null;
  readonly total: { readonly amountMinor: number; readonly currency: string };
  readonly payment: {
    readonly status: string;
    readonly captured: { readonly amountMinor: number };
    readonly refunded: { readonly amountMinor: number };
  } | null;
  readonly saga: {
    readonly status: string;
    readonly durationMs: number | null;
    readonly traceId: string | null;
    readonly steps: readonly {
      readonly name: string;
      readonly status: string;
      readonly attempts: number;
      readonly durationMs: number | null;
      readonly errorCode: string | null;
    }[];
  };
}

const ENDED: readonly string[] = ["CONFIRMED", "CANCELLED", "RETURNED", "NEEDS_ATTENTION"];

/** Waits until an order has ended, and its saga with it. */
export function untilEnded(client: GraphqlClient, orderId: string, deadlineMs: number): Promise<FollowedOrder> {
  return waitFor(`the end of order ${orderId}`, deadlineMs, async () => {
    const { order } = await client.request<{ order: FollowedOrder | null }>(ORDER, { id: orderId });
    return order !== null && ENDED.includes(order.status) && order.saga.durationMs !== null ? order : undefined;
  });
}
