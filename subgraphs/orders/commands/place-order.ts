import type { Change } from "@mercato/chassis/aggregate";
import { message } from "@mercato/chassis/bus";
import { InvariantError } from "@mercato/chassis/errors";
import { check, type InvalidInput, invalid } from "@mercato/chassis/input";
import { orderPlaced } from "@mercato/contracts/events/orders";
import { type Cart, cartLineTotalMinor, orderIdOf, priceLines, quantitiesBySku, type Shortage } from "../domain/cart.ts";
import {
  evolve,
  money,
  type OrderEvent,
  type OrderState,
  type PlacedOrder,
  type PostalAddress,
  totalOf,
  unitPrice,
} from "../domain/order.ts";
import type { PlaceOrderData } from "../sagas/data.ts";
import { changeOf } from "../sagas/outcome.ts";
import { isKeyTaken, type OrderAggregate } from "../store/orders.ts";
import { type Buyer, type Dependencies, fingerprint, sagaTrace } from "./dependencies.ts";
import { placeOrderSchema } from "./input.ts";

export type PlaceOrderOutcome =
  | { readonly kind: "placed"; readonly order: OrderAggregate; readonly replayed: boolean }
  | { readonly kind: "cart-not-found" }
  | { readonly kind: "cart-empty" }
  | { readonly kind: "already-ordered"; readonly orderId: string }
  | { readonly kind: "unknown-sku"; readonly sku: string }
  | { readonly kind: "short"; readonly shortage: Shortage }
  | { readonly kind: "key-reused" }
  | InvalidInput;

interface Request {
  readonly cartId: string;
  readonly idempotencyKey: string;
  readonly paymentToken: string;
  readonly shippingAddress: PostalAddress;
}

/** An order that was placed under this key before: the same one for the same request, a refusal for another. */
function again(order: OrderAggregate, requestFingerprint: string): PlaceOrderOutcome {
  return order.state.fingerprint === requestFingerprint ? { kind: "placed", order, replayed: true } : { kind: "key-reused" };
}

function toPlacedOrder(cart: Cart, request: Request, context: { readonly fingerprint: string; readonly now: Date }): PlacedOrder {
  return {
    orderId: orderIdOf(cart.id),
    cartId: cart.id,
    buyerId: cart.ownerId,
    buyerKind: cart.ownerKind,
    idempotencyKey: request.idempotencyKey,
    fingerprint: context.fingerprint,
    currency: cart.currency,
    reference: cart.reference,
    orderedAt: cart.orderedAt ?? context.now,
    shippingAddress: request.shippingAddress,
    lines: cart.lines.map((line) => ({
      id: line.id,
      sku: line.sku,
      title: line.title,
      quantity: line.quantity,
      unitPriceMicros: line.unitPriceMicros,
      totalMinor: cartLineTotalMinor(line, cart.currency),
    })),
    adjustments: cart.adjustments,
  };
}

function placedMessage(state: OrderState) {
  return message(orderPlaced, {
    orderId: state.orderId,
    buyerId: state.buyerId,
    buyerKind: state.buyerKind,
    orderedAt: state.orderedAt.toISOString(),
    total: money(state.totalMinor, state),
    lines: state.lines.map((line) => ({
      lineId: line.id,
      sku: line.sku,
      title: line.title,
      quantity: line.quantity,
      unitPrice: unitPrice(line, state),
      total: money(line.totalMinor, state),
    })),
    adjustments: state.adjustments.map(({ id, kind, code, amountMinor }) => ({
      adjustmentId: id,
      kind,
      code,
      amount: money(amountMinor, state),
    })),
    shipTo: { countryCode: state.shippingAddress.countryCode, postalCode: state.shippingAddress.postalCode },
  });
}

/** The order and the beginning of its saga, in one change. */
function firstChange(dependencies: Dependencies, placed: PlacedOrder, paymentToken: string): Change<OrderEvent, null> {
  const event: OrderEvent = { type: "placed", order: placed };
  const state = evolve(null, event);
  const lines = [...quantitiesBySku(state.lines)].map(([sku, quantity]) => ({ sku, quantity }));
  const data: PlaceOrderData = {
    orderId: state.orderId,
    payerId: state.buyerId,
    amount: money(state.totalMinor, state),
    paymentToken,
    lines,
  };
  const transition = dependencies.engine.start({
    id: `${state.orderId}:place-order`,
    definition: dependencies.sagas.placeOrder,
    data,
    now: dependencies.clock.now(),
    ...sagaTrace(),
  });
  const begun = changeOf(state, transition);
  return { ...begun, events: [event, ...begun.events], messages: [placedMessage(state), ...(begun.messages ?? [])] };
}

type Refusal = Exclude<PlaceOrderOutcome, { kind: "placed" | "key-reused" }>;

/** The order that the buyer's cart would make now, or why it makes none. */
async function priceCart(
  { carts, offers, clock }: Dependencies,
  request: Request,
  context: { readonly buyer: Buyer; readonly fingerprint: string },
): Promise<{ readonly kind: "priced"; readonly placed: PlacedOrder } | Refusal> {
  const cart = await carts.load(request.cartId);
  if (cart === null || cart.ownerId !== context.buyer.id) return { kind: "cart-not-found" };
  if (cart.lines.length === 0 && cart.adjustments.length === 0) return { kind: "cart-empty" };
  if (cart.ordered) return { kind: "already-ordered", orderId: orderIdOf(cart.id) };
  const priced = priceLines(cart.lines, cart.currency, await offers.loadMany(cart.lines.map(({ sku }) => sku)));
  if (priced.kind === "currency-mismatch") return invalid(["cartId"], `holds ${priced.sku}, which is not sold in its currency any more`);
  if (priced.kind !== "priced") return priced;
  const placed = toPlacedOrder({ ...cart, lines: priced.lines }, request, { fingerprint: context.fingerprint, now: clock.now() });
  return totalOf(placed) < 0 ? invalid(["cartId"], "has discounts that exceed its worth") : { kind: "priced", placed };
}

/** Writes the order, unless the cart or the key made one before: then that one answers. */
async function write(dependencies: Dependencies, placed: PlacedOrder, request: Request): Promise<PlaceOrderOutcome> {
  const { orders, carts } = dependencies;
  const change = firstChange(dependencies, placed, request.paymentToken);
  try {
    const written = await orders.update(placed.orderId, (current) =>
      current === null ? { ...change, result: "new" } : { events: [], result: "known" },
    );
    await carts.markOrdered(placed.cartId);
    const order = written.aggregate;
    if (order === null) throw new InvariantError(`order ${placed.orderId} was neither written nor found`);
    if (written.kind === "applied" && written.result === "new") return { kind: "placed", order, replayed: false };
    return order.state.idempotencyKey === request.idempotencyKey
      ? again(order, placed.fingerprint)
      : { kind: "already-ordered", orderId: placed.orderId };
  } catch (error) {
    const winner = isKeyTaken(error) ? await orders.findByKey(placed.buyerId, request.idempotencyKey) : null;
    if (winner === null) throw error;
    return again(winner, placed.fingerprint);
  }
}

/**
 * Accepts an order. The order's id follows from the cart's, and the pair of buyer and key is unique: so however often, and from however many
 * sides at once, a cart is placed, one order comes of it. Nothing is kept of a request that is refused.
 */
export async function placeOrder(dependencies: Dependencies, input: unknown, buyer: Buyer): Promise<PlaceOrderOutcome> {
  const checked = check(placeOrderSchema, input);
  if (checked.kind !== "valid") return checked;
  const request = checked.value;
  const requestFingerprint = fingerprint([request.cartId, request.paymentToken, request.shippingAddress]);
  const known = await dependencies.orders.findByKey(buyer.id, request.idempotencyKey);
  if (known !== null) return again(known, requestFingerprint);
  const priced = await priceCart(dependencies, request, { buyer, fingerprint: requestFingerprint });
  if (priced.kind === "priced") return write(dependencies, priced.placed, request);
  // The cart may have been ordered under this very key since we asked for it: then this request is that one, said again.
  const since = priced.kind === "already-ordered" ? await dependencies.orders.findByKey(buyer.id, request.idempotencyKey) : null;
  return since === null ? priced : again(since, requestFingerprint);
}
