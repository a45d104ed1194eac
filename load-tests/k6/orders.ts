import { sleep } from "k6";
import exec from "k6/execution";
import { Counter, Rate, Trend } from "k6/metrics";
import { send } from "./client.ts";
import { freshKey } from "./dice.ts";

/** Orders that the shop accepted; the id of each goes with it as metadata, which costs no memory. */
const accepted = new Counter("orders_accepted");
const confirmed = new Counter("orders_confirmed");
/** Buyers who were told that there is nothing left. */
const soldOut = new Counter("orders_sold_out");
/** Orders that did not end as they should, of all that ended. */
const stuck = new Rate("orders_wrong");
/** From the acceptance of an order to its end, as the shop's saga says, in milliseconds. */
const sagaTime = new Trend("saga_duration", true);
/** From asking for the order to seeing it confirmed, polls included, in milliseconds. */
const confirmTime = new Trend("order_confirm_duration", true);

const PATIENCE_MS = 30_000;

export interface Line {
  sku: string;
  quantity: number;
}

export type Filled = { kind: "cart"; id: string } | { kind: "sold-out" } | { kind: "failed" };

/** Makes a cart with these lines. */
export function fillCart(token: string, lines: Line[]): Filled {
  const created = send<{ createCart: { id: string } }>({
    operation: "CreateCart",
    variables: { input: { currency: "GBP" } },
    token,
    expected: ["Cart"],
  });
  if (created === null) return { kind: "failed" };
  const { id } = created.createCart;
  for (const line of lines) {
    const added = send<{ addCartLine: { __typename: string } }>({
      operation: "AddCartLine",
      variables: { input: { cartId: id, ...line } },
      token,
      expected: ["Cart", "InsufficientStockError"],
    });
    if (added === null) return { kind: "failed" };
    if (added.addCartLine.__typename !== "Cart") return { kind: "sold-out" };
  }
  return { kind: "cart", id };
}

const shippingAddress = { recipient: "Ada Load", line1: "1 Harbour Street", city: "Bristol", postalCode: "BS1 4ND", countryCode: "GB" };

/** Orders a cart. The order's id; "sold-out"; or null when the shop failed. */
export function place(token: string, cartId: string): string | "sold-out" | null {
  const answer = send<{ placeOrder: { __typename: string; order?: { id: string } } }>({
    operation: "PlaceOrder",
    variables: { input: { cartId, idempotencyKey: freshKey(), paymentToken: "sandbox-ok", shippingAddress } },
    token,
    expected: ["PlaceOrderSuccess", "InsufficientStockError"],
  });
  if (answer === null) return null;
  const id = answer.placeOrder.order?.id;
  if (id === undefined) return "sold-out";
  exec.vu.metrics.metadata["order"] = id;
  accepted.add(1);
  delete exec.vu.metrics.metadata["order"];
  return id;
}

interface Standing {
  order: { status: string; cancelReason: string | null; saga: { durationMs: number | null } } | null;
}

const ENDED = ["CONFIRMED", "CANCELLED", "RETURNED", "NEEDS_ATTENTION"];

/** Polls until an order has ended and its saga with it. Null when the shop failed, or patience did. */
export function follow(token: string, id: string): NonNullable<Standing["order"]> | null {
  const deadline = Date.now() + PATIENCE_MS;
  for (let pause = 0.05; Date.now() < deadline; pause = Math.min(pause * 1.5, 0.5)) {
    const answer = send<Standing>({ operation: "OrderStatus", variables: { id }, token });
    if (answer === null) return null;
    const { order } = answer;
    if (order !== null && ENDED.includes(order.status) && order.saga.durationMs !== null) return order;
    sleep(pause);
  }
  return null;
}

/** Where a buyer was told: at the cart, when placing the order, or by its end. */
type Told = "cart" | "place" | "end";

function soldOutNow(told: Told, mayRunOut: boolean): "sold-out" {
  soldOut.add(1, { told });
  stuck.add(!mayRunOut);
  return "sold-out";
}

/** Buys lines and follows the order to its end. Whoever buys where goods may run out may also be told so. */
export function buy(token: string, lines: Line[], mayRunOut = false): "confirmed" | "sold-out" | "failed" {
  const cart = fillCart(token, lines);
  if (cart.kind === "failed") return "failed";
  if (cart.kind === "sold-out") return soldOutNow("cart", mayRunOut);
  const from = Date.now();
  const id = place(token, cart.id);
  if (id === null) return "failed";
  if (id === "sold-out") return soldOutNow("place", mayRunOut);
  const end = follow(token, id);
  if (end?.status === "CANCELLED" && end.cancelReason === "OUT_OF_STOCK") return soldOutNow("end", mayRunOut);
  stuck.add(end?.status !== "CONFIRMED");
  if (end?.status !== "CONFIRMED") return "failed";
  confirmed.add(1);
  confirmTime.add(Date.now() - from);
  sagaTime.add(end.saga.durationMs ?? 0);
  return "confirmed";
}
