import { lineTotal, type Price } from "@mercato/contracts/values/money";
import type { BuyerKind, OrderAdjustment } from "./order.ts";

export interface CartLine {
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  readonly unitPriceMicros: number;
  /** Staff agreed on the price: it does not follow the catalog. */
  readonly agreed: boolean;
}

/** What somebody is about to buy. */
export interface Cart {
  readonly id: string;
  readonly version: number;
  readonly ownerId: string;
  readonly ownerKind: BuyerKind;
  readonly currency: string;
  readonly lines: readonly CartLine[];
  readonly adjustments: readonly OrderAdjustment[];
  /** The date of the sale, where staff set one. */
  readonly orderedAt: Date | null;
  readonly reference: string | null;
  /** Of what staff prepared; null for carts that buyers fill. */
  readonly preparedFingerprint: string | null;
  /** True once an order was made of it. */
  readonly ordered: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What checkout knows of a SKU: the catalog's word on price, inventory's on stock. */
export interface Offer {
  readonly sku: string;
  readonly title: string;
  readonly price: Price;
  readonly purchasable: boolean;
  readonly available: number;
}

export const MAX_CART_LINES = 2_000;

/** An order's id follows from its cart's: one cart makes one order, however often it is placed. */
export function orderIdOf(cartId: string): string {
  return cartId.replace(/^cart_/, "order_");
}

export function cartLineTotalMinor(line: CartLine, currency: string): number {
  return lineTotal({ amountMicros: line.unitPriceMicros, currency }, line.quantity).amountMinor;
}

export function cartTotalMinor(cart: Cart): number {
  const lines = cart.lines.reduce((sum, line) => sum + cartLineTotalMinor(line, cart.currency), 0);
  return cart.adjustments.reduce((sum, adjustment) => sum + adjustment.amountMinor, lines);
}

export type Shortage = { readonly sku: string; readonly available: number };

/** Units wanted of each SKU, over all lines. */
export function quantitiesBySku(lines: readonly { readonly sku: string; readonly quantity: number }[]): ReadonlyMap<string, number> {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return quantities;
}

export type PricedLines =
  | { readonly kind: "priced"; readonly lines: readonly CartLine[] }
  | { readonly kind: "unknown-sku"; readonly sku: string }
  | { readonly kind: "currency-mismatch"; readonly sku: string }
  | { readonly kind: "short"; readonly shortage: Shortage };

/**
 * Holds lines against what checkout knows now: each SKU on sale, in the cart's currency, and as far as we know in stock. Lines at list price get
 * the list price of now; agreed prices stay.
 */
export function priceLines(lines: readonly CartLine[], currency: string, offers: ReadonlyMap<string, Offer>): PricedLines {
  const priced: CartLine[] = [];
  for (const line of lines) {
    const offer = offers.get(line.sku);
    if (offer === undefined || !offer.purchasable) return { kind: "unknown-sku", sku: line.sku };
    if (offer.price.currency !== currency) return { kind: "currency-mismatch", sku: line.sku };
    priced.push(line.agreed ? line : { ...line, title: offer.title, unitPriceMicros: offer.price.amountMicros });
  }
  for (const [sku, wanted] of quantitiesBySku(lines)) {
    const available = offers.get(sku)?.available ?? 0;
    if (wanted > available) return { kind: "short", shortage: { sku, available } };
  }
  return { kind: "priced", lines: priced };
}

/** Puts units of a SKU on top of those in the cart. */
export function addUnits(cart: Cart, line: CartLine): readonly CartLine[] {
  const existing = cart.lines.find(({ sku }) => sku === line.sku);
  if (existing === undefined) return [...cart.lines, line];
  return cart.lines.map((one) => (one === existing ? { ...one, quantity: one.quantity + line.quantity } : one));
}

/** Sets the quantity of a line; zero removes it. Null when there is no such line. */
export function setUnits(cart: Cart, lineId: string, quantity: number): readonly CartLine[] | null {
  if (!cart.lines.some(({ id }) => id === lineId)) return null;
  return quantity === 0
    ? cart.lines.filter(({ id }) => id !== lineId)
    : cart.lines.map((line) => (line.id === lineId ? { ...line, quantity } : line));
}
