import { patience } from "../faults/patience.ts";
import type { App } from "./app.ts";
import { ADD_LINE, CANCEL, CREATE_CART, GUEST, ORDER, type OrderView, PLACE, type Refused } from "./documents.ts";
import { PLENTY, SCARCE } from "./shelves.ts";

/** An order that staff could take something back of. */
export interface Returnable {
  readonly orderId: string;
  readonly lineId: string;
}

export interface CustomerOptions {
  readonly app: App;
  /** No more orders once it is aborted; what was begun is brought to its end. */
  readonly closing: AbortSignal;
  /** Hears of confirmed orders that their customer wants to send back. */
  readonly onReturn: (returnable: Returnable) => void;
}

/** How the shop's customers are; probabilities. */
const HABITS = {
  newVisitor: 0.2,
  scarce: 0.35,
  secondLine: 0.3,
  doubleTap: 0.1,
  regretAtOnce: 0.06,
  regretLater: 0.1,
  sendBack: 0.12,
} as const;
/** Cards by how often they come: they work, are declined, are charged without an answer, or their bank is away once. */
const CARDS: readonly string[] = [
  ...Array.from({ length: 16 }, () => "sandbox-ok"),
  "sandbox-decline",
  "sandbox-decline",
  "sandbox-timeout-after-charge",
  "sandbox-outage-once",
];
const ADDRESS = { recipient: "Ada", line1: "1 Harbour Street", city: "Bristol", postalCode: "BS1 4ND", countryCode: "GB" };
const ENDED: ReadonlySet<string> = new Set(["CONFIRMED", "CANCELLED", "RETURNED", "NEEDS_ATTENTION"]);
const LOOK_MS = 500;
/** How long a customer watches an order; afterwards the checker does. */
const WATCH_MS = 20_000;
/** Orders that a customer waits for at the same time: with as many open, the next is only placed when one of them is through. */
const MOST_OPEN = 4;
const LONGEST_PAUSE_MS = 900;

async function createCart(app: App, token: string, key: string): Promise<string> {
  const { data } = await app.insist<{ createCart: { __typename: "Cart"; id: string } }>({
    operation: "cart",
    key,
    document: CREATE_CART,
    variables: {},
    token,
  });
  return data.createCart.id;
}

/** Puts something into a cart; false when the shop has no more of it. */
async function addLine(app: App, token: string, input: { readonly cartId: string; readonly sku: string }): Promise<boolean> {
  const { data } = await app.insist<{ addCartLine: { __typename: string } }>({
    operation: "line",
    key: input.cartId,
    document: ADD_LINE,
    variables: { input: { ...input, quantity: app.dice.between(1, 2) } },
    token,
  });
  return data.addCartLine.__typename === "Cart";
}

async function fillCart(app: App, token: string, cartId: string): Promise<boolean> {
  const { dice } = app;
  const sku = dice.pick(dice.happens(HABITS.scarce) ? SCARCE : PLENTY).sku;
  const isFilled = await addLine(app, token, { cartId, sku });
  const wantsMore = !isFilled || dice.happens(HABITS.secondLine);
  return wantsMore ? (await addLine(app, token, { cartId, sku: dice.pick(PLENTY).sku })) || isFilled : isFilled;
}

type Placed = {
  readonly __typename: "PlaceOrderSuccess";
  readonly order: { readonly id: string; readonly total: { readonly amountMinor: number } };
};

/** Sends the order off, now and then twice at once. The order's id; null when it is refused. */
async function place(app: App, token: string, cartId: string): Promise<string | null> {
  const { who, dice, history } = app;
  const key = `key of ${cartId}`;
  const input = { cartId, idempotencyKey: key, paymentToken: dice.pick(CARDS), shippingAddress: ADDRESS };
  history.write({ kind: "asked", who, operation: "place", key });
  const tap = async () => {
    const { data, askedAtMs } = await app.insist<{ placeOrder: Placed | Refused }>({
      operation: "place",
      key,
      document: PLACE,
      variables: { input },
      token,
    });
    const result = data.placeOrder;
    if ("order" in result) {
      const { id: orderId, total } = result.order;
      history.write({ kind: "placed", who, key, orderId, totalMinor: total.amountMinor, askedAtMs });
      return orderId;
    }
    history.write({ kind: "refused", who, operation: "place", key, code: result.code });
    return null;
  };
  const [first, second] = await Promise.all(dice.happens(HABITS.doubleTap) ? [tap(), tap()] : [tap()]);
  return first ?? second ?? null;
}

async function look(app: App, token: string, orderId: string): Promise<OrderView | null> {
  const { data } = await app.insist<{ order: OrderView | null }>({
    operation: "look",
    key: orderId,
    document: ORDER,
    variables: { id: orderId },
    token,
  });
  app.history.write({ kind: "seen", who: app.who, orderId, status: data.order?.status ?? "MISSING" });
  return data.order;
}

async function watch({ app, closing }: CustomerOptions, token: string, orderId: string): Promise<OrderView | null> {
  const deadline = app.history.now() + WATCH_MS;
  for (;;) {
    const order = await look(app, token, orderId);
    if (order === null || ENDED.has(order.status) || app.history.now() > deadline) return order;
    await patience(LOOK_MS, closing);
    // The pause above is over at once when the shop closes; nobody stands at the window then.
    if (closing.aborted) return order;
  }
}

async function cancel(app: App, token: string, orderId: string): Promise<void> {
  const { who, history } = app;
  history.write({ kind: "asked", who, operation: "cancel", key: orderId });
  const { data } = await app.insist<{ cancelOrder: { __typename: "Order" } | Refused }>({
    operation: "cancel",
    key: orderId,
    document: CANCEL,
    variables: { input: { orderId, reason: "changed my mind" } },
    token,
  });
  if ("code" in data.cancelOrder) history.write({ kind: "refused", who, operation: "cancel", key: orderId, code: data.cancelOrder.code });
  else history.write({ kind: "cancelling", who, orderId });
}

/** What a customer does about an order that stands. */
async function reconsider(
  { app, onReturn }: CustomerOptions,
  token: string,
  confirmed: { readonly orderId: string; readonly order: OrderView },
): Promise<void> {
  const { orderId, order } = confirmed;
  const [line] = order.lines;
  if (app.dice.happens(HABITS.regretLater)) await cancel(app, token, orderId);
  else if (line !== undefined && app.dice.happens(HABITS.sendBack)) onReturn({ orderId, lineId: line.id });
}

/** Fills a cart and orders it; the order's id, null when nothing came of it. */
async function shop(app: App, token: string, visit: number): Promise<string | null> {
  const cartId = await createCart(app, token, `visit ${visit}`);
  return (await fillCart(app, token, cartId)) ? place(app, token, cartId) : null;
}

/** All that a customer has to do with an order once it is placed. */
async function follow(options: CustomerOptions, token: string, orderId: string): Promise<void> {
  const { app } = options;
  if (app.dice.happens(HABITS.regretAtOnce)) await cancel(app, token, orderId);
  const order = await watch(options, token, orderId);
  if (order?.status === "CONFIRMED") await reconsider(options, token, { orderId, order });
}

async function enter(app: App, visit: number): Promise<string> {
  const request = { operation: "visit", key: `visit ${visit}`, document: GUEST, variables: {} };
  return (await app.insist<{ startGuestSession: { accessToken: string } }>(request)).data.startGuestSession.accessToken;
}

/**
 * Buys one thing after the other until the shop closes, without waiting for each to be confirmed: so orders are asked for also while none can be.
 * @throws GivenUpError when the end came before an answer
 */
export async function beCustomer(options: CustomerOptions): Promise<void> {
  const { app, closing } = options;
  const open = new Set<Promise<void>>();
  let token: string | undefined;
  for (let visit = 1; !closing.aborted; visit += 1) {
    if (token === undefined || app.dice.happens(HABITS.newVisitor)) token = await enter(app, visit);
    const orderId = await shop(app, token, visit);
    if (orderId !== null) {
      const following = follow(options, token, orderId);
      open.add(following);
      following.then(
        () => open.delete(following),
        () => undefined,
      );
    }
    if (open.size >= MOST_OPEN) await Promise.race(open);
    await patience(app.dice.between(0, LONGEST_PAUSE_MS), closing);
  }
  await Promise.all(open);
}
