/**
 * Where goods lie. The shop has one location so far: reservations take from it and availability is what it holds. With a second one, reserving
 * would have to choose; until it can, goods are booked in nowhere else.
 */
export const MAIN_LOCATION = "main";

/** Some units of one SKU. */
export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** Less is available than a line asks for. */
export interface Shortage {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}

/** What one operation does to the stock of one SKU at one location. It moves `available` by the difference of the two. */
export interface StockChange {
  readonly stockId: string;
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
}

export type MovementReason = "RECEIPT" | "SALE" | "RETURN" | "WRITE_OFF" | "CORRECTION";

/** An entry of the ledger. Its id follows from what caused it, so that writing it twice is writing it once. */
export interface Movement {
  readonly id: string;
  readonly stockId: string;
  readonly sku: string;
  readonly location: string;
  readonly quantity: number;
  readonly reason: MovementReason;
  readonly orderId: string | null;
  readonly note: string | null;
  readonly recordedAt: Date;
}

/** What is to be done to the stock, and how it counts. */
export interface Plan {
  /**
   * - `hold`: every change on condition that enough is available; it may come short, and then everything is undone.
   * - `undo`: take back what of a hold was done, and see to it that the rest of it never will be.
   * - `final`: decided, and cannot come short.
   */
  readonly kind: "hold" | "undo" | "final";
  /** Names the operation in stock documents. A hold and its undoing share it. */
  readonly opId: string;
  readonly changes: readonly StockChange[];
  /** Ledger entries of the changes; final plans only. */
  readonly movements: readonly Movement[];
}

/**
 * What the document that an operation belongs to says of it: done for good; called off, so that stock which has it must give it back; or still
 * under way.
 */
export type Verdict = "applied" | "undone" | "pending";

export function stockIdOf(location: string, sku: string): string {
  return `${location}:${sku}`;
}

export function movementIdOf(opId: string, stockId: string): string {
  return `${opId}@${stockId}`;
}

/** One line for each SKU, in the order in which they first appear. */
export function mergeLines(lines: readonly Line[]): readonly Line[] {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}

/** Whether two sets of lines, merged, ask for the same. */
export function sameLines(one: readonly Line[], other: readonly Line[]): boolean {
  const quantities = new Map(other.map(({ sku, quantity }) => [sku, quantity]));
  return one.length === other.length && one.every(({ sku, quantity }) => quantities.get(sku) === quantity);
}

/** Which lines ask for more than there is; a SKU that is not in `available` has nothing. */
export function shortagesOf(lines: readonly Line[], available: ReadonlyMap<string, number>): readonly Shortage[] {
  return lines.flatMap(({ sku, quantity }) => {
    const have = available.get(sku) ?? 0;
    return have < quantity ? [{ sku, requested: quantity, available: have }] : [];
  });
}
