import { StaleVersionError } from "@mercato/chassis/errors";
import type { Allocation } from "../domain/allocation.ts";
import {
  decideCommit,
  decideExpiry,
  decideRelease,
  decideReserve,
  decideRestock,
  type Operation,
  type Reserve,
  type Restock,
} from "../domain/commands.ts";
import type { Decision } from "../domain/decision.ts";
import { MAIN_LOCATION, stockIdOf } from "../domain/stock.ts";
import { advanceAllocation, decide } from "./advance-allocation.ts";
import { type CommandDependencies, momentOf } from "./dependencies.ts";
import { ConflictingReservationError } from "./errors.ts";
import { type Levels, readLevels } from "./land.ts";

/**
 * What orders ask of the stock. Each command ends with its answer in the allocation's outbox; the same operation again, whether under way or
 * over, ends with the same answer again. All may run at the same time, for the same order too.
 */
export interface OrderCommands {
  /** @throws ConflictingReservationError when the order has a reservation with other lines. */
  reserve(command: Reserve): Promise<void>;
  commit(command: Operation): Promise<void>;
  release(command: Operation): Promise<void>;
  restock(command: Restock): Promise<void>;
  /** Finishes work that was abandoned, and lets go of a reservation whose time is over. */
  settle(orderId: string): Promise<void>;
}

/** The lines whose stock a command is about; a function where the allocation knows them. */
type Lines = readonly { readonly sku: string }[] | (() => Promise<readonly { readonly sku: string }[]>);
type Decider = (allocation: Allocation | null, levels: Levels) => Decision;

/** How often a command finds other work of its order under way, carries that out, and is decided again. */
const ROUNDS = 20;

export function createOrderCommands(dependencies: CommandDependencies): OrderCommands {
  const { stores, log } = dependencies;

  async function linesOf(orderId: string): Promise<readonly { readonly sku: string }[]> {
    return (await stores.allocations.load(orderId))?.state.lines ?? [];
  }

  /** Decides once and carries out what there is to carry out. The stock is read before the allocation, as landing requires. */
  async function round(orderId: string, lines: Lines, decider: Decider): Promise<Decision["next"]> {
    const wanted = typeof lines === "function" ? await lines() : lines;
    const levels: Levels =
      wanted.length === 0
        ? new Map()
        : await readLevels(
            dependencies,
            wanted.map(({ sku }) => stockIdOf(MAIN_LOCATION, sku)),
          );
    const { next, allocation } = await decide(dependencies, orderId, (current) => decider(current, levels));
    if (next === "conflict") throw new ConflictingReservationError(orderId);
    if (next !== "done") await advanceAllocation(dependencies, orderId, { allocation, levels });
    return next;
  }

  async function obey(orderId: string, lines: Lines, decider: Decider): Promise<void> {
    for (let count = 1; count <= ROUNDS; count += 1) if ((await round(orderId, lines, decider)) !== "decide-again") return;
    throw new StaleVersionError("allocation", orderId);
  }

  return {
    reserve: (command) =>
      obey(command.orderId, command.lines, (allocation, levels) =>
        decideReserve(allocation, command, { ...momentOf(dependencies), available: availableIn(levels) }),
      ),
    commit: (command) =>
      obey(
        command.orderId,
        () => linesOf(command.orderId),
        (allocation) => decideCommit(allocation, command, momentOf(dependencies)),
      ),
    release: (command) =>
      obey(
        command.orderId,
        () => linesOf(command.orderId),
        (allocation) => decideRelease(allocation, command, momentOf(dependencies)),
      ),
    async restock(command) {
      const { orderId, returnId, lines } = command;
      let isLess = false;
      await obey(orderId, lines, (allocation) => {
        const decision = decideRestock(allocation, command, momentOf(dependencies));
        isLess = takesLess(decision, command);
        return decision;
      });
      if (isLess) log.warn({ orderId, returnId }, "more was to be restocked than was sold, the rest was left out");
    },
    async settle(orderId) {
      const at = momentOf(dependencies);
      const { allocation } = await decide(dependencies, orderId, (current) => decideExpiry(current, at));
      await advanceAllocation(dependencies, orderId, { allocation, levels: new Map() });
    },
  };
}

function availableIn(levels: Levels): ReadonlyMap<string, number> {
  return new Map([...levels.values()].flatMap((stock) => (stock === null ? [] : [[stock.sku, stock.available]])));
}

function unitsOf(lines: Restock["lines"]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

function takesLess({ events }: Decision, { lines }: Restock): boolean {
  return events.some((event) => event.type === "restocked" || (event.type === "restock-began" && unitsOf(event.lines) < unitsOf(lines)));
}
