import { eventually } from "@mercato/chassis/testing";
import type { Client } from "./client.ts";
import { accepted, ORDER_FIELDS, type OrderView, PAYMENT_FIELDS, type PaymentView, REFUSAL_FIELDS, type Refused } from "./views.ts";

export const ADDRESS = { recipient: "Ada", line1: "1 Harbour Street", city: "Bristol", postalCode: "BS1 4ND", countryCode: "GB" };

/** How a cart is ordered; what is left out is as it usually is. */
export interface Placing {
  /** @default "sandbox-ok" */
  readonly paymentToken?: string;
  /** @default one that belongs to the cart */
  readonly idempotencyKey?: string;
  /** @default somewhere in Bristol */
  readonly shippingAddress?: object;
}

export interface Placed {
  readonly __typename: "PlaceOrderSuccess";
  readonly replayed: boolean;
  readonly order: { readonly id: string; readonly status: string };
}

export interface CartView {
  readonly __typename: "Cart";
  readonly id: string;
  readonly lines: readonly { readonly id: string; readonly quantity: number }[];
  readonly total: { readonly amountMinor: number };
}

/** Somebody with a session, who may have a cart and orders. */
export interface Buyer extends Client {
  /** Whose carts and orders they are. */
  readonly id: string;
  createCart(): Promise<string>;
  addLine(cartId: string, sku: string, quantity: number): Promise<CartView | Refused>;
  /** A new cart with these goods. @throws Error when a line is refused */
  cartWith(goods: Readonly<Record<string, number>>): Promise<string>;
  place(cartId: string, placing?: Placing): Promise<Placed | Refused>;
  /** Places a cart until the shop answers, as a patient client does: the same key again whenever it learns nothing. */
  insist(cartId: string, placing?: Placing): Promise<Placed | Refused>;
  /** Fills a cart and orders it; the order's id. @throws Error when it is refused */
  buy(goods: Readonly<Record<string, number>>, placing?: Placing): Promise<string>;
  /** Null when it is not there, or not theirs to see. */
  order(id: string): Promise<OrderView | null>;
  /** The payment of an order; null when there is none, or it is not theirs to see. */
  payment(orderId: string): Promise<PaymentView | null>;
  /** Waits until an order has ended, and its saga with it. */
  ended(orderId: string, timeoutMs?: number): Promise<OrderView>;
  /** Waits until an order has come to a status. */
  awaits(orderId: string, status: string, timeoutMs?: number): Promise<OrderView>;
  cancel(orderId: string): Promise<{ readonly __typename: string; readonly code?: string; readonly status?: string }>;
}

const CREATE_CART = `mutation CreateCart { createCart { __typename ... on Cart { id } ${REFUSAL_FIELDS} } }`;
const ADD_LINE = `mutation AddCartLine($input: AddCartLineInput!) {
  addCartLine(input: $input) { __typename ... on Cart { id lines { id quantity } total { amountMinor } } ${REFUSAL_FIELDS} }
}`;
const PLACE = `mutation PlaceOrder($input: PlaceOrderInput!) {
  placeOrder(input: $input) { __typename ... on PlaceOrderSuccess { replayed order { id status } } ${REFUSAL_FIELDS} }
}`;
const ORDER = `query Order($id: ID!) { order(id: $id) { ${ORDER_FIELDS} } }`;
const PAYMENT = `query Payment($orderId: ID!) { payment(orderId: $orderId) { ${PAYMENT_FIELDS} } }`;
const CANCEL = `mutation Cancel($input: CancelOrderInput!) { cancelOrder(input: $input) { __typename ... on Order { status } ${REFUSAL_FIELDS} } }`;

const ENDED: readonly string[] = ["CONFIRMED", "CANCELLED", "RETURNED", "NEEDS_ATTENTION"];
const END_MS = 60_000;

/** Makes a buyer of a client. `onAccepted` hears of every order that the shop has accepted. */
export function createBuyer(client: Client, id: string, onAccepted: (orderId: string) => void): Buyer {
  async function createCart(): Promise<string> {
    const { createCart: result } = await client.ask<{ createCart: { __typename: "Cart"; id: string } | Refused }>(CREATE_CART);
    return accepted(result, "Cart").id;
  }

  async function addLine(cartId: string, sku: string, quantity: number): Promise<CartView | Refused> {
    return (await client.ask<{ addCartLine: CartView | Refused }>(ADD_LINE, { input: { cartId, sku, quantity } })).addCartLine;
  }

  async function cartWith(goods: Readonly<Record<string, number>>): Promise<string> {
    const cartId = await createCart();
    for (const [sku, quantity] of Object.entries(goods)) accepted<CartView>(await addLine(cartId, sku, quantity), "Cart");
    return cartId;
  }

  async function place(cartId: string, placing: Placing = {}): Promise<Placed | Refused> {
    const input = { cartId, idempotencyKey: `key of ${cartId}`, paymentToken: "sandbox-ok", shippingAddress: ADDRESS, ...placing };
    const { placeOrder: result } = await client.ask<{ placeOrder: Placed | Refused }>(PLACE, { input });
    if ("order" in result) onAccepted(result.order.id);
    return result;
  }

  async function order(orderId: string): Promise<OrderView | null> {
    return (await client.ask<{ order: OrderView | null }>(ORDER, { id: orderId })).order;
  }

  function until(what: string, orderId: string, rule: { readonly isIt: (order: OrderView) => boolean; readonly timeoutMs: number }) {
    return eventually(
      `order ${orderId} ${what}`,
      async () => {
        const found = await order(orderId);
        if (found === null || !rule.isIt(found)) throw new Error(`order ${orderId} ${what}; it is ${JSON.stringify(found)}`);
        return found;
      },
      { timeoutMs: rule.timeoutMs, intervalMs: 100 },
    );
  }

  return {
    ...client,
    id,
    createCart,
    addLine,
    cartWith,
    place,
    insist: (cartId, placing = {}) =>
      eventually(`the cart ${cartId} is answered for`, () => place(cartId, placing), { timeoutMs: END_MS, intervalMs: 250 }),
    order,
    payment: async (orderId) => (await client.ask<{ payment: PaymentView | null }>(PAYMENT, { orderId })).payment,
    buy: async (goods, placing = {}) => accepted<Placed>(await place(await cartWith(goods), placing), "PlaceOrderSuccess").order.id,
    ended: (orderId, timeoutMs = END_MS) => until("did not end", orderId, { isIt: ({ status }) => ENDED.includes(status), timeoutMs }),
    awaits: (orderId, status, timeoutMs = END_MS) =>
      until(`did not become ${status}`, orderId, { isIt: (found) => found.status === status, timeoutMs }),
    cancel: async (orderId) =>
      (await client.ask<{ cancelOrder: { __typename: string } }>(CANCEL, { input: { orderId, reason: "changed my mind" } })).cancelOrder,
  };
}
