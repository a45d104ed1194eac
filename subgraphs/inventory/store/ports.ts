import type { AggregateStore } from "@mercato/chassis/aggregate";
import type { Allocation, AllocationEvent } from "../domain/allocation.ts";
import type { Booking, BookingStatus } from "../domain/booking.ts";
import type { AllocationStanding } from "../domain/plan.ts";
import type { Movement, StockChange } from "../domain/stock.ts";

/** An operation as stock documents remember it until its own document says that it is over. */
export interface StockOperation {
  readonly id: string;
  /** The document that it belongs to. */
  readonly owner: OperationOwner;
}

export interface OperationOwner {
  readonly kind: "order" | "booking";
  readonly id: string;
}

/** An operation that was found in a stock document, with what it did there. */
export interface AppliedOperation extends StockOperation {
  readonly onHand: number;
  readonly reserved: number;
}

/** The stock of a SKU at a location, as it was read. */
export interface Stock {
  readonly id: string;
  readonly sku: string;
  readonly location: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly operations: readonly AppliedOperation[];
  /** Grows whenever an operation is taken off the document. A write that names the epoch it knows fails when it has grown. */
  readonly epoch: number;
  /** Grows with every change of quantities. */
  readonly revision: number;
  /** The last revision whose availability was announced. */
  readonly announced: number;
}

export interface ConditionalChange extends StockChange {
  /** The epoch that was known before the operation's own document was seen to be under way. */
  readonly epoch: number;
  /** How much must be available. Zero asks for nothing. */
  readonly needs: number;
}

/** What the keeper of the stock found out about one document. */
export interface KeptStock {
  readonly id: string;
  /** As it was read: the document is left alone when it has changed since. */
  readonly revision: number;
  /** Operations that are over, to be taken off. */
  readonly settled: readonly string[];
  /** When to look again; null when there is nothing left to see to. */
  readonly lookAt: Date | null;
}

/** Each write of several documents goes by their ids in ascending order, and each document is written atomically, by itself. */
export interface StockStore {
  /** By stock id; what does not exist is missing. */
  read(stockIds: readonly string[]): Promise<ReadonlyMap<string, Stock>>;
  /** Makes empty stock where there is none. */
  create(location: string, skus: readonly string[]): Promise<void>;
  /**
   * Applies an operation to each document that does not have it yet, is at the epoch given and has what is needed available.
   * Returns how many have it now, from whomever: those that lack it were at another epoch or had too little.
   */
  apply(operation: StockOperation, changes: readonly ConditionalChange[]): Promise<number>;
  /** Takes an operation back from each document that has it. */
  reverse(opId: string, changes: readonly StockChange[]): Promise<void>;
  /** Sees to it that an operation begun under an older epoch fails, on each document that does not have it. Returns how many did not have it. */
  fence(opId: string, stockIds: readonly string[]): Promise<number>;
  /** Documents to look at: changed and not announced, or with operations on them. */
  due(now: Date, limit: number): Promise<readonly Stock[]>;
  /** Notes that documents were seen to, where they have not changed meanwhile. Returns how many had not. */
  keep(kept: readonly KeptStock[]): Promise<number>;
  /** Takes operations that are over off documents, whatever else happened to them. */
  forget(settled: readonly Pick<KeptStock, "id" | "settled">[]): Promise<void>;
}

export interface MovementPosition {
  readonly recordedAt: Date;
  readonly id: string;
}

/** The ledger. Entries are never changed. */
export interface MovementStore {
  /** Writes those that are not there yet. */
  record(movements: readonly Movement[]): Promise<void>;
  find(id: string): Promise<Movement | null>;
  /** Newest first, after a position. */
  page(stockId: string, page: { readonly limit: number; readonly after: MovementPosition | null }): Promise<readonly Movement[]>;
  /** The sum of the ledger by stock id. */
  sums(stockIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

export interface BookingStore {
  /** Writes a booking unless its id is taken. Returns what is stored and whether it is this one. */
  begin(booking: Booking, lookAt: Date): Promise<{ readonly booking: Booking; readonly isNew: boolean }>;
  load(id: string): Promise<Booking | null>;
  /** Moves a booking on, if it is still at `from`. `lookAt` is when others may finish it. */
  move(
    id: string,
    from: BookingStatus,
    to: { readonly status: BookingStatus; readonly available?: number; readonly lookAt: Date | null },
  ): Promise<void>;
  /** Ids of bookings that were left unfinished. */
  due(now: Date, limit: number): Promise<readonly string[]>;
  statuses(ids: readonly string[]): Promise<ReadonlyMap<string, BookingStatus>>;
}

export interface AllocationStore extends Pick<AggregateStore<Allocation, AllocationEvent>, "load" | "loadMany" | "update"> {
  /** Ids of allocations whose work may be abandoned, or whose reservation is over. */
  lookAt(now: Date, limit: number): Promise<readonly string[]>;
  standings(orderIds: readonly string[]): Promise<ReadonlyMap<string, AllocationStanding>>;
}

export interface Stores {
  readonly stock: StockStore;
  readonly movements: MovementStore;
  readonly bookings: BookingStore;
  readonly allocations: AllocationStore;
}
