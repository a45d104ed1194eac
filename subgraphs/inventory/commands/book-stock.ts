import { InvariantError } from "@mercato/chassis/errors";
import { type AdjustmentGiven, adjustmentOf, type Booking, bookingOpIdOf, isSameBooking, receiptOf } from "../domain/booking.ts";
import { type Line, type Movement, movementIdOf, stockIdOf } from "../domain/stock.ts";
import type { Stock } from "../store/ports.ts";
import { advanceBooking } from "./advance-booking.ts";
import { type CommandDependencies, momentOf } from "./dependencies.ts";
import { type Levels, readLevels } from "./land.ts";

export type ReceiveOutcome =
  | { readonly kind: "received"; readonly levels: readonly Stock[]; readonly alreadyApplied: number }
  | { readonly kind: "key-reused" };

export type AdjustOutcome =
  | { readonly kind: "adjusted"; readonly level: Stock; readonly movement: Movement; readonly alreadyApplied: boolean }
  | { readonly kind: "insufficient"; readonly sku: string; readonly available: number }
  /** A correction upwards of what was never stocked: most likely a mistyped SKU. */
  | { readonly kind: "never-stocked" }
  | { readonly kind: "key-reused" };

/** What people do to the stock. Each is done once for its key; the same key again brings the same outcome. */
export interface BookingCommands {
  receive(command: { readonly key: string; readonly location: string; readonly lines: readonly Line[] }): Promise<ReceiveOutcome>;
  adjust(command: Omit<AdjustmentGiven, "at" | "available">): Promise<AdjustOutcome>;
  /** Finishes a booking that was abandoned. */
  settle(bookingId: string): Promise<void>;
}

function existing(levels: Levels, stockId: string): Stock {
  const stock = levels.get(stockId);
  if (!stock) throw new InvariantError(`there is no stock ${stockId}`);
  return stock;
}

export function createBookingCommands(dependencies: CommandDependencies): BookingCommands {
  const { stores } = dependencies;

  /**
   * Stock that is missing is made before the booking begins, so that its epochs are known before. Null when the booking's key is taken by another
   * one, for which nothing is made.
   */
  async function prepare({ id, location, lines }: Booking, isSame: (stored: Booking) => boolean): Promise<Levels | null> {
    const stockIds = lines.map(({ sku }) => stockIdOf(location, sku));
    const levels = await readLevels(dependencies, stockIds);
    const missing = lines.flatMap(({ sku }) => (levels.get(stockIdOf(location, sku)) === null ? [sku] : []));
    if (missing.length === 0) return levels;
    const stored = await stores.bookings.load(id);
    if (stored !== null && !isSame(stored)) return null;
    await stores.stock.create(location, missing);
    return readLevels(dependencies, stockIds);
  }

  async function receive(command: Parameters<BookingCommands["receive"]>[0]): Promise<ReceiveOutcome> {
    const { key, location, lines } = command;
    const { now, settleAt } = momentOf(dependencies);
    const wanted = receiptOf(key, location, { lines, at: now });
    const levels = await prepare(wanted, (stored) => isSameBooking(stored, wanted));
    if (levels === null) return { kind: "key-reused" };
    const { booking, isNew } = await stores.bookings.begin(wanted, settleAt);
    if (!isSameBooking(booking, wanted)) return { kind: "key-reused" };
    const opId = bookingOpIdOf(booking);
    const isApplied = ({ sku }: Line) =>
      !isNew && (booking.status === "booked" || existing(levels, stockIdOf(location, sku)).operations.some(({ id }) => id === opId));
    await advanceBooking(dependencies, { booking, levels });
    const after = await readLevels(dependencies, [...levels.keys()]);
    return {
      kind: "received",
      levels: wanted.lines.map(({ sku }) => existing(after, stockIdOf(location, sku))),
      alreadyApplied: lines.filter(isApplied).length,
    };
  }

  async function adjust(command: Omit<AdjustmentGiven, "at" | "available">): Promise<AdjustOutcome> {
    const { location, sku, quantity } = command;
    const { now, settleAt } = momentOf(dependencies);
    const stockId = stockIdOf(location, sku);
    const levels = await readLevels(dependencies, [stockId]);
    const stock = levels.get(stockId) ?? null;
    if (stock === null && quantity > 0) return { kind: "never-stocked" };
    const wanted = adjustmentOf({ ...command, at: now, available: stock?.available ?? 0 });
    const { booking, isNew } = await stores.bookings.begin(wanted, settleAt);
    if (!isSameBooking(booking, wanted)) return { kind: "key-reused" };
    const ended = await advanceBooking(dependencies, { booking, levels });
    if (ended.status === "refused") return { kind: "insufficient", sku, available: ended.available ?? 0 };
    const movement = await stores.movements.find(movementIdOf(bookingOpIdOf(ended), stockId));
    if (movement === null) throw new InvariantError(`booking ${ended.id} has no ledger entry`);
    return { kind: "adjusted", level: existing(await readLevels(dependencies, [stockId]), stockId), movement, alreadyApplied: !isNew };
  }

  return {
    receive,
    adjust,
    async settle(bookingId) {
      const before = await stores.bookings.load(bookingId);
      if (before === null) return;
      const levels = await readLevels(
        dependencies,
        before.lines.map(({ sku }) => stockIdOf(before.location, sku)),
      );
      const booking: Booking | null = await stores.bookings.load(bookingId);
      if (booking !== null) await advanceBooking(dependencies, { booking, levels });
    },
  };
}
