import type { Bus, BusMessage } from "@mercato/chassis/bus";
import { availabilityChanged } from "@mercato/contracts/events/inventory";
import { bookingVerdictOf } from "../domain/booking.ts";
import { verdictOf } from "../domain/plan.ts";
import type { Verdict } from "../domain/stock.ts";
import type { AppliedOperation, KeptStock, Stock, Stores } from "../store/ports.ts";
import type { CommandDependencies } from "./dependencies.ts";

const LIMIT = 500;
/** When to look again at stock with operations that are still under way. */
const LOOK_AGAIN_MS = 1_000;

export interface KeeperDependencies extends CommandDependencies {
  readonly bus: Pick<Bus, "publish">;
}

type Judge = (operation: AppliedOperation) => Verdict;

/** Asks the documents that the operations belong to, all at once. What has no document to ask stays where it is. */
async function judgeOf({ allocations, bookings }: Stores, operations: readonly AppliedOperation[]): Promise<Judge> {
  const ids = (kind: AppliedOperation["owner"]["kind"]) => operations.flatMap(({ owner }) => (owner.kind === kind ? [owner.id] : []));
  const [orderIds, bookingIds] = [ids("order"), ids("booking")];
  const [standings, statuses] = await Promise.all([
    orderIds.length === 0 ? new Map() : allocations.standings(orderIds),
    bookingIds.length === 0 ? new Map() : bookings.statuses(bookingIds),
  ] as const);
  return ({ id, owner }) => {
    if (owner.kind === "booking") {
      const status = statuses.get(owner.id);
      return status === undefined ? "pending" : bookingVerdictOf(status);
    }
    const standing = standings.get(owner.id);
    return standing === undefined ? "pending" : verdictOf(standing, id);
  };
}

/** The same announcement has the same id, so that the bus drops what several keepers, or one after a crash, send twice. */
function announcement({ sku, available, revision }: Stock, now: Date): BusMessage {
  return {
    id: `inventory.stock.${encodeURIComponent(sku)}.${revision}`,
    type: availabilityChanged.type,
    time: now.toISOString(),
    source: "inventory",
    subject: sku,
    data: availabilityChanged.schema.parse({ sku, available, revision }),
    trace: {},
  };
}

/**
 * One round of keeping the stock: announces how much of what changed can be bought, and takes off stock documents the operations that are over.
 * An operation that its owner has called off, left by somebody who applied it too late, is taken back. What could not be announced stays due.
 * Resolves to whether there is more to do at once.
 */
export async function keepStock(dependencies: KeeperDependencies): Promise<boolean> {
  const { stores, clock, bus, log } = dependencies;
  const now = clock.now();
  const due = await stores.stock.due(now, LIMIT);
  if (due.length === 0) return false;
  const judge = await judgeOf(
    stores,
    due.flatMap(({ operations }) => operations),
  );
  for (const { id, sku, operations } of due)
    for (const operation of operations)
      if (judge(operation) === "undone") await stores.stock.reverse(operation.id, [{ ...operation, stockId: id, sku }]);

  const lookAgainAt = new Date(now.getTime() + LOOK_AGAIN_MS);
  const toKept = ({ id, revision, operations }: Stock): KeptStock => {
    const settled = operations.flatMap((operation) => (judge(operation) === "applied" ? [operation.id] : []));
    return { id, revision, settled, lookAt: settled.length < operations.length ? lookAgainAt : null };
  };
  const announced = await Promise.all(
    due.map(async (stock) => {
      if (stock.announced >= stock.revision) return true;
      return bus.publish(announcement(stock, now)).then(
        () => true,
        (err: unknown) => {
          log.warn({ err, sku: stock.sku }, "availability could not be announced, will be tried again");
          return false;
        },
      );
    }),
  );
  const kept = due.map(toKept);
  const seen = kept.filter((_, index) => announced[index]);
  const untouched = seen.length === 0 ? 0 : await stores.stock.keep(seen);
  if (untouched < kept.length) await stores.stock.forget(kept);
  return due.length === LIMIT && seen.length === due.length;
}
