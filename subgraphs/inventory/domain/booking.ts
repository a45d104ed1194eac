import {
  type Line,
  type Movement,
  type MovementReason,
  mergeLines,
  movementIdOf,
  type Plan,
  type StockChange,
  sameLines,
  stockIdOf,
  type Verdict,
} from "./stock.ts";

/**
 * - `requested`: may still come short; only bookings that take goods away begin here.
 * - `accepted`: will be booked; whoever finds it can finish it.
 * - `booked`: is in the stock and in the ledger.
 * - `refusing`: came short, and what was done of it is being undone.
 * - `refused`: came short; it changed nothing and never will.
 */
export type BookingStatus = "requested" | "accepted" | "booked" | "refusing" | "refused";

/** Goods that a person books in or out: a delivery or an adjustment. Its id holds its kind and idempotency key. */
export interface Booking {
  readonly id: string;
  readonly location: string;
  /** Negative quantities take away. One line for each SKU. */
  readonly lines: readonly Line[];
  readonly reason: MovementReason;
  readonly note: string | null;
  readonly status: BookingStatus;
  /** Of a refused one: what could be had. */
  readonly available: number | null;
  readonly at: Date;
}

export function receiptOf(key: string, location: string, given: { readonly lines: readonly Line[]; readonly at: Date }): Booking {
  return {
    id: `receipt:${key}`,
    location,
    lines: mergeLines(given.lines),
    reason: "RECEIPT",
    note: null,
    status: "accepted",
    available: null,
    at: given.at,
  };
}

export interface AdjustmentGiven extends Line {
  readonly key: string;
  readonly location: string;
  readonly reason: "WRITE_OFF" | "CORRECTION";
  readonly note: string | null;
  readonly at: Date;
  /** What could be had a moment ago: an adjustment that is short by it is refused at once. */
  readonly available: number;
}

export function adjustmentOf({ key, sku, quantity, available, ...given }: AdjustmentGiven): Booking {
  const isShort = available + quantity < 0;
  const taking = isShort ? "refused" : "requested";
  return {
    id: `adjustment:${key}`,
    ...given,
    lines: [{ sku, quantity }],
    status: quantity > 0 ? "accepted" : taking,
    available: isShort ? available : null,
  };
}

/** Whether an idempotency key is used for the same thing again. */
export function isSameBooking(one: Booking, other: Booking): boolean {
  return one.location === other.location && one.reason === other.reason && one.note === other.note && sameLines(one.lines, other.lines);
}

/** Names a booking's operation in stock documents. */
export function bookingOpIdOf({ id }: Pick<Booking, "id">): string {
  return `booking:${id}`;
}

/** What is left to be done to the stock for a booking; null when nothing is. */
export function bookingPlanOf(booking: Booking): Plan | null {
  if (booking.status === "booked" || booking.status === "refused") return null;
  const opId = bookingOpIdOf(booking);
  const changes: StockChange[] = booking.lines.map(({ sku, quantity }) => ({
    stockId: stockIdOf(booking.location, sku),
    sku,
    onHand: quantity,
    reserved: 0,
  }));
  switch (booking.status) {
    case "requested":
      return { kind: "hold", opId, changes, movements: [] };
    case "refusing":
      return { kind: "undo", opId, changes, movements: [] };
    case "accepted":
      return { kind: "final", opId, changes, movements: changes.map((change) => movementOf(booking, opId, change)) };
  }
}

function movementOf({ location, reason, note, at }: Booking, opId: string, { stockId, sku, onHand }: StockChange): Movement {
  return {
    id: movementIdOf(opId, stockId),
    stockId,
    sku,
    location,
    quantity: onHand,
    reason,
    orderId: null,
    note,
    recordedAt: at,
  };
}

/** What a booking says of its operation when it is found in a stock document. */
export function bookingVerdictOf(status: BookingStatus): Verdict {
  if (status === "booked") return "applied";
  return status === "refusing" || status === "refused" ? "undone" : "pending";
}
