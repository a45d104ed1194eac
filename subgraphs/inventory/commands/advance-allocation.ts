import type { Allocation, Work } from "../domain/allocation.ts";
import type { Decision } from "../domain/decision.ts";
import { decideFinished, decideShort, isAt } from "../domain/outcomes.ts";
import { planOf } from "../domain/plan.ts";
import type { Plan } from "../domain/stock.ts";
import { toMessage } from "./answers.ts";
import { type CommandDependencies, momentOf } from "./dependencies.ts";
import { type Landed, type Levels, land, readLevels, undo } from "./land.ts";

/** Writes what is decided, in one step with the answers. */
export async function decide(
  { stores }: CommandDependencies,
  orderId: string,
  decider: (allocation: Allocation | null) => Decision,
): Promise<{ readonly next: Decision["next"]; readonly allocation: Allocation | null }> {
  const updated = await stores.allocations.update(orderId, (current) => {
    const { events, answers, next } = decider(current?.state ?? null);
    return { events, messages: answers.map((answer) => toMessage(orderId, answer)), result: next };
  });
  const allocation = updated.aggregate?.state ?? null;
  return { next: updated.kind === "applied" ? updated.result : "done", allocation };
}

/** An allocation, and the stock as it was read before the allocation was. */
export interface Known {
  readonly allocation: Allocation | null;
  readonly levels: Levels;
}

/** Carries out an allocation's work until none is left, whoever began it. Many may do so at once. What `known` lacks is read here. */
export async function advanceAllocation(dependencies: CommandDependencies, orderId: string, known: Known): Promise<void> {
  let current: Known | null = known;
  while (current !== null) current = await advanceOnce(dependencies, orderId, current);
}

/** Resolves to what is known afterwards; null when no work is left. */
async function advanceOnce(dependencies: CommandDependencies, orderId: string, known: Known): Promise<Known | null> {
  const { allocation, levels } = known;
  const work = allocation?.work ?? null;
  const plan = allocation === null ? null : planOf(allocation);
  if (work === null || plan === null) return null;
  const load = async () => (await dependencies.stores.allocations.load(orderId))?.state ?? null;
  if (plan.kind !== "undo" && plan.changes.some(({ stockId }) => !levels.has(stockId))) {
    const stockIds = plan.changes.map(({ stockId }) => stockId);
    return { levels: await readLevels(dependencies, stockIds), allocation: await load() };
  }
  const isCurrent = async () => isAt(await load(), work);
  const landed = await carryOut(dependencies, { orderId, plan, levels, isCurrent });
  return { levels, allocation: landed.kind === "overtaken" ? await load() : await conclude(dependencies, { orderId, work, landed }) };
}

async function carryOut(
  dependencies: CommandDependencies,
  task: { readonly orderId: string; readonly plan: Plan; readonly levels: Levels; readonly isCurrent: () => Promise<boolean> },
): Promise<Landed> {
  const { orderId, plan, levels, isCurrent } = task;
  if (plan.kind === "undo") {
    await undo(dependencies, plan);
    return { kind: "landed" };
  }
  // What is final is decided already: its ledger entries need not wait for it to land.
  const [landed] = await Promise.all([
    land(dependencies, { plan, owner: { kind: "order", id: orderId }, levels, isCurrent }),
    plan.movements.length > 0 ? dependencies.stores.movements.record(plan.movements) : undefined,
  ]);
  return landed;
}

async function conclude(
  dependencies: CommandDependencies,
  done: { readonly orderId: string; readonly work: Work; readonly landed: Exclude<Landed, { kind: "overtaken" }> },
): Promise<Allocation | null> {
  const { orderId, work, landed } = done;
  const at = momentOf(dependencies);
  const { allocation } = await decide(dependencies, orderId, (current) =>
    landed.kind === "landed" ? decideFinished(current, work) : decideShort(current, work, { ...at, shortages: landed.shortages }),
  );
  return allocation;
}
