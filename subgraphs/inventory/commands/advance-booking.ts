import { InvariantError, StaleVersionError } from "@mercato/chassis/errors";
import { type Booking, type BookingStatus, bookingPlanOf } from "../domain/booking.ts";
import type { Plan } from "../domain/stock.ts";
import { type CommandDependencies, momentOf } from "./dependencies.ts";
import { type Levels, land, undo } from "./land.ts";

/** More than a booking has stages: each round ends one, by this actor or by another. */
const ROUNDS = 10;

/**
 * Carries a booking out to its end, whoever began it. Many may do so at once. `levels` must have been read before the booking was.
 * Returns it as it ended, `booked` or `refused`.
 */
export async function advanceBooking(
  dependencies: CommandDependencies,
  known: { readonly booking: Booking; readonly levels: Levels },
): Promise<Booking> {
  const { bookings } = dependencies.stores;
  let { booking } = known;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const plan = bookingPlanOf(booking);
    if (plan === null) return booking;
    await advanceOnce(dependencies, { booking, plan, levels: known.levels });
    const after = await bookings.load(booking.id);
    if (after === null) throw new InvariantError(`booking ${booking.id} is gone`);
    booking = after;
  }
  throw new StaleVersionError("booking", booking.id);
}

async function advanceOnce(
  dependencies: CommandDependencies,
  { booking, plan, levels }: { readonly booking: Booking; readonly plan: Plan; readonly levels: Levels },
): Promise<void> {
  const { bookings, movements } = dependencies.stores;
  const { settleAt } = momentOf(dependencies);
  const { id, status } = booking;
  const isCurrent = async () => (await bookings.load(id))?.status === status;
  const over = (to: BookingStatus) => bookings.move(id, status, { status: to, lookAt: null });
  switch (plan.kind) {
    case "undo":
      await undo(dependencies, plan);
      return over("refused");
    case "hold": {
      const landed = await land(dependencies, { plan, owner: { kind: "booking", id }, levels, isCurrent });
      if (landed.kind === "landed") return bookings.move(id, status, { status: "accepted", lookAt: settleAt });
      if (landed.kind === "overtaken") return;
      const available = landed.shortages[0]?.available ?? 0;
      return bookings.move(id, status, { status: "refusing", available, lookAt: settleAt });
    }
    case "final": {
      const [landed] = await Promise.all([
        land(dependencies, { plan, owner: { kind: "booking", id }, levels, isCurrent }),
        movements.record(plan.movements),
      ]);
      if (landed.kind === "landed") await over("booked");
    }
  }
}
