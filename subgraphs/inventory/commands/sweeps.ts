import type { BookingCommands } from "./book-stock.ts";
import type { CommandDependencies } from "./dependencies.ts";
import type { OrderCommands } from "./order-commands.ts";

const LIMIT = 100;
/** Settled at the same time: enough to get on, few enough to leave room for commands. */
const WIDTH = 8;

/**
 * One round of settling: finishes what a crash left, and lets go of reservations whose time is over. One that cannot be settled is logged and does
 * not keep the others from it. Resolves to whether there is more to do at once.
 */
export async function settleDue(
  dependencies: CommandDependencies,
  commands: { readonly orders: Pick<OrderCommands, "settle">; readonly bookings: Pick<BookingCommands, "settle"> },
): Promise<boolean> {
  const { stores, clock } = dependencies;
  const now = clock.now();
  const [orderIds, bookingIds] = await Promise.all([stores.allocations.lookAt(now, LIMIT), stores.bookings.due(now, LIMIT)]);
  const settled = await Promise.all([
    settleAll(dependencies, orderIds, commands.orders.settle),
    settleAll(dependencies, bookingIds, commands.bookings.settle),
  ]);
  const isMore = orderIds.length === LIMIT || bookingIds.length === LIMIT;
  return isMore && settled.every((all) => all);
}

async function settleAll({ log }: CommandDependencies, ids: readonly string[], settle: (id: string) => Promise<void>): Promise<boolean> {
  const waiting = [...ids];
  let isAll = true;
  async function work(): Promise<void> {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      try {
        await settle(id);
      } catch (err) {
        isAll = false;
        log.warn({ err, documentId: id }, "could not be settled, will be tried again");
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(WIDTH, ids.length) }, work));
  return isAll;
}
