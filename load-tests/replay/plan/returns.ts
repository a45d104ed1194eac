import { isWholePence, rowMinor, samePrice } from "../dataset/amounts.ts";
import type { SalesRow } from "../dataset/rows.ts";
import { kindOf } from "../dataset/stock-codes.ts";
import type { Cancellation, RefusedRow } from "./plan.ts";

/** A line of an order that was placed, with what is left of it to take back. */
export interface SoldLine {
  readonly lineId: string;
  readonly sku: string;
  readonly unitPrice: string;
  readonly quantity: number;
  left: number;
}

export interface SoldFee {
  readonly adjustmentId: string;
  readonly code: string;
  leftMinor: number;
}

/** An order that a customer placed in this replay. */
export interface SoldOrder {
  readonly orderId: string;
  readonly lines: readonly SoldLine[];
  readonly fees: readonly SoldFee[];
}

/** What of one order goes back. */
export interface OrderReturnPlan {
  readonly orderId: string;
  readonly lines: Map<string, number>;
  readonly fees: Map<string, number>;
  readonly rows: Set<SalesRow>;
}

export interface CancellationPlan {
  readonly returns: readonly OrderReturnPlan[];
  readonly refused: readonly RefusedRow[];
}

interface Piece {
  readonly order: SoldOrder;
  readonly id: string;
  readonly amount: number;
}

function takeFrom(
  available: readonly { readonly order: SoldOrder; readonly id: string; readonly left: number }[],
  wanted: number,
): readonly Piece[] | null {
  const pieces: Piece[] = [];
  let open = wanted;
  for (const { order, id, left } of available) {
    const amount = Math.min(open, left);
    if (amount > 0) pieces.push({ order, id, amount });
    open -= amount;
  }
  return open === 0 ? pieces : null;
}

/** Units of the SKU at the very price, from the latest sale backwards. */
function lineSources(orders: readonly SoldOrder[], row: SalesRow) {
  return orders
    .toReversed()
    .flatMap((order) =>
      order.lines
        .filter(({ sku, unitPrice }) => sku === row.stockCode && samePrice(unitPrice, row.unitPrice))
        .map(({ lineId, left }) => ({ order, id: lineId, left })),
    );
}

function feeSources(orders: readonly SoldOrder[], row: SalesRow) {
  return orders
    .toReversed()
    .flatMap((order) =>
      order.fees
        .filter(({ code }) => code === row.stockCode)
        .map(({ adjustmentId, leftMinor }) => ({ order, id: adjustmentId, left: leftMinor })),
    );
}

type Side = "lines" | "fees";

/** Takes a piece off what is left of its order. */
function takeOff({ order, id, amount }: Piece, side: Side): void {
  const line = side === "lines" ? order.lines.find(({ lineId }) => lineId === id) : undefined;
  if (line) line.left -= amount;
  const fee = side === "fees" ? order.fees.find(({ adjustmentId }) => adjustmentId === id) : undefined;
  if (fee) fee.leftMinor -= amount;
}

function createReturns() {
  const plans = new Map<string, OrderReturnPlan>();
  return {
    plans,
    book(row: SalesRow, side: Side, pieces: readonly Piece[]): void {
      for (const piece of pieces) {
        const { orderId } = piece.order;
        const plan = plans.get(orderId) ?? { orderId, lines: new Map(), fees: new Map(), rows: new Set() };
        plans.set(orderId, plan);
        plan[side].set(piece.id, (plan[side].get(piece.id) ?? 0) + piece.amount);
        plan.rows.add(row);
        takeOff(piece, side);
      }
    },
  };
}

/** A price finer than pence is rounded once for a whole line: parts of lines may not add up to what the row says. */
function roundsDifferently(row: SalesRow, pieces: readonly Piece[]): boolean {
  if (isWholePence(row.unitPrice)) return false;
  const [only] = pieces;
  const line = only?.order.lines.find(({ lineId }) => lineId === only.id);
  return pieces.length !== 1 || line?.quantity !== only?.amount;
}

type Match = { readonly side: Side; readonly pieces: readonly Piece[] } | { readonly reason: string };

function match(row: SalesRow, orders: readonly SoldOrder[]): Match {
  const side: Side = kindOf(row.stockCode) === "product" ? "lines" : "fees";
  const sources = side === "lines" ? lineSources(orders, row) : feeSources(orders, row);
  const wanted = side === "lines" ? -row.quantity : -rowMinor(row);
  if (sources.length === 0) return { reason: "NO_EARLIER_SALE" };
  const pieces = wanted > 0 ? takeFrom(sources, wanted) : null;
  if (pieces === null) return { reason: "EXCEEDS_EARLIER_SALES" };
  return side === "lines" && roundsDifferently(row, pieces) ? { reason: "ROUNDS_DIFFERENTLY_IN_PARTS" } : { side, pieces };
}

/**
 * Matches the rows of a cancelling invoice with earlier sales to the same customer, of the same SKU at the same price. A row goes back as a whole or
 * not at all: where the sales do not cover it, it is refused, not guessed. What is matched is taken off `orders`.
 */
export function matchCancellation(cancellation: Cancellation, orders: readonly SoldOrder[]): CancellationPlan {
  const { plans, book } = createReturns();
  const refused: RefusedRow[] = [];
  for (const row of cancellation.rows) {
    const matched = match(row, orders);
    if ("reason" in matched) refused.push({ row, reason: matched.reason });
    else book(row, matched.side, matched.pieces);
  }
  return { returns: [...plans.values()], refused };
}
