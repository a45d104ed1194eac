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
  readonly bus: Pick<Bus, "publish" | "ready">;
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

/** Announces what has changed. Resolves to those that are announced now, or were before; a bus that is away is not waited for. */
async function announce({ bus, clock, log }: KeeperDependencies, due: readonly Stock[]): Promise<readonly Stock[]> {
  const now = clock.now();
  const known = due.filter(({ announced, revision }) => announced >= revision);
  const news = due.filter(({ announced, revision }) => announced < revision);
  if (!bus.ready()) return known;
  const results = await Promise.allSettled(news.map((stock) => bus.publish(announcement(stock, now))));
  const failed = results.filter((result) => result.status === "rejected");
  if (failed.length > 0)
    log.warn({ err: failed[0]?.reason, count: failed.length }, "availability could not be announced, will be tried again");
  return [...known, ...news.filter((_, index) => results[index]?.status === "fulfilled")];
}

/** Takes back what operations did that their owners have called off: somebody was late, and died before noticing. */
async function takeBack({ stores, log }: KeeperDependencies, due: readonly Stock[], judge: Judge): Promise<void> {
  for (const { id, sku, operations } of due) {
    for (const operation of operations.filter((one) => judge(one) === "undone")) {
      log.info({ sku, operationId: operation.id }, "an operation that was called off is taken back");
      await stores.stock.reverse(operation.id, [{ ...operation, stockId: id, sku }]);
    }
  }
}

/**
 * One round of keeping the stock: announces how much of what changed can be bought, and takes off stock documents the operations that are over.
 * What could not be announced stays due, and is tidied all the same. Resolves to whether there is more to do at once.
 */
export async function keepStock(dependencies: KeeperDependencies): Promise<boolean> {
  const { stores, clock } = dependencies;
  const now = clock.now();
  const due = await stores.stock.due(now, LIMIT);
  if (due.length === 0) return false;
  const operations = due.flatMap((stock) => stock.operations);
  const judge = await judgeOf(stores, operations);
  await takeBack(dependencies, due, judge);

  const lookAgainAt = new Date(now.getTime() + LOOK_AGAIN_MS);
  const toKept = (stock: Stock): KeptStock => {
    const settled = stock.operations.flatMap((operation) => (judge(operation) === "applied" ? [operation.id] : []));
    const lookAt = settled.length < stock.operations.length ? lookAgainAt : null;
    return { id: stock.id, revision: stock.revision, settled, lookAt };
  };
  const announced = await announce(dependencies, due);
  const kept = announced.length === 0 ? 0 : await stores.stock.keep(announced.map(toKept));
  if (kept < due.length) await stores.stock.forget(due.map(toKept));
  return due.length === LIMIT && announced.length === LIMIT;
}
