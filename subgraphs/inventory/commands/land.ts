import { InvariantError, StaleVersionError } from "@mercato/chassis/errors";
import { backoffMs } from "@mercato/chassis/resilience";
import type { Plan, Shortage, StockChange } from "../domain/stock.ts";
import type { ConditionalChange, OperationOwner, Stock } from "../store/ports.ts";
import type { CommandDependencies } from "./dependencies.ts";

/** Stock as it was read, by stock id; `null` for what does not exist. What is not in it was not read. */
export type Levels = ReadonlyMap<string, Stock | null>;

export type Landed =
  | { readonly kind: "landed" }
  | { readonly kind: "short"; readonly shortages: readonly Shortage[] }
  /** The plan is no longer its owner's: another has finished it, or called it off. */
  | { readonly kind: "overtaken" };

export interface Landing {
  readonly plan: Plan;
  readonly owner: OperationOwner;
  /** Read BEFORE the owner was seen to be at this plan. */
  readonly levels: Levels;
  /** Reads the owner anew. */
  readonly isCurrent: () => Promise<boolean>;
}

const ATTEMPTS = 60;
const RETRY = { firstMs: 1, maxMs: 100 } as const;

/** Reads the stock that a plan is about. */
export async function readLevels({ stores }: CommandDependencies, stockIds: readonly string[]): Promise<Levels> {
  const found = await stores.stock.read(stockIds);
  return new Map(stockIds.map((id) => [id, found.get(id) ?? null]));
}

/**
 * Applies every change of a plan exactly once, whoever else is at it, was at it, or wakes up and goes on with it.
 *
 * A change goes in with its operation's id, on the condition that the document does not have that id and is at the epoch that was read before the
 * owner was. Ids leave a document only after their owner says that they are applied, and the epoch grows as they leave. So whoever has seen the
 * owner still at the plan either finds the id in the document, or its epoch is old and the write fails.
 */
export async function land(dependencies: CommandDependencies, landing: Landing): Promise<Landed> {
  let { levels } = landing;
  let missing = landing.plan.changes;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    missing = missing.filter(({ stockId }) => !has(levels, stockId, landing.plan.opId));
    const outcome = await applyMissing(dependencies, landing, { missing, levels });
    if (outcome !== "again") return outcome;
    await pause(dependencies, attempt);
    levels = await readLevels(dependencies, stockIdsOf(missing));
    if (!(await landing.isCurrent())) return { kind: "overtaken" };
  }
  throw new StaleVersionError("stock of", landing.plan.opId);
}

/** The first attempts after a failure come at once: mostly an epoch moved, and the new one is good. */
async function pause({ clock, randomness }: CommandDependencies, attempt: number): Promise<void> {
  if (attempt > 2) await clock.sleep(backoffMs(attempt - 2, RETRY, randomness));
}

async function applyMissing(
  { stores }: CommandDependencies,
  { plan, owner }: Landing,
  { missing, levels }: { readonly missing: readonly StockChange[]; readonly levels: Levels },
): Promise<Landed | "again"> {
  if (missing.length === 0) return { kind: "landed" };
  const shortages = plan.kind === "hold" ? shortagesIn(missing, levels) : [];
  if (shortages.length > 0) return { kind: "short", shortages };
  const taken = await stores.stock.apply({ id: plan.opId, owner }, conditional(plan, missing, levels));
  return taken === missing.length ? { kind: "landed" } : "again";
}

function stockIdsOf(changes: readonly StockChange[]): readonly string[] {
  return changes.map(({ stockId }) => stockId);
}

function has(levels: Levels, stockId: string, opId: string): boolean {
  return levels.get(stockId)?.operations.some(({ id }) => id === opId) ?? false;
}

function needsOf({ onHand, reserved }: StockChange): number {
  return Math.max(0, reserved - onHand);
}

function shortagesIn(changes: readonly StockChange[], levels: Levels): readonly Shortage[] {
  return changes.flatMap((change) => {
    const available = levels.get(change.stockId)?.available ?? 0;
    const requested = needsOf(change);
    return available < requested ? [{ sku: change.sku, requested, available }] : [];
  });
}

function conditional({ kind }: Plan, changes: readonly StockChange[], levels: Levels): readonly ConditionalChange[] {
  return changes.map((change) => {
    const stock = levels.get(change.stockId);
    if (!stock) throw new InvariantError(`there is no stock ${change.stockId} to change`);
    return { ...change, epoch: stock.epoch, needs: kind === "hold" ? needsOf(change) : 0 };
  });
}

/**
 * Takes back what of a hold was applied, and fences the rest: when this returns, no stock has the operation, and none can get it any more, since
 * whoever would still apply it knows an older epoch. The owner must have called the hold off before.
 */
export async function undo(dependencies: CommandDependencies, { opId, changes }: Plan): Promise<void> {
  const { clock, randomness, stores } = dependencies;
  const levels = await readLevels(dependencies, stockIdsOf(changes));
  // Stock that does not exist never took the operation. Nobody who saw it missing tries to apply anything to it.
  const existing = changes.filter(({ stockId }) => levels.get(stockId));
  const stockIds = stockIdsOf(existing);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    await stores.stock.reverse(opId, existing);
    if ((await stores.stock.fence(opId, stockIds)) === existing.length) return;
    await clock.sleep(backoffMs(attempt, RETRY, randomness));
  }
  throw new StaleVersionError("stock of", opId);
}
