import type { Aggregate } from "@mercato/chassis/aggregate";
import type { OutgoingMessage } from "@mercato/chassis/bus";
import { type Allocation, type AllocationEvent, evolve } from "../domain/allocation.ts";
import type { Booking } from "../domain/booking.ts";
import { type Movement, stockIdOf } from "../domain/stock.ts";
import type { AllocationStore, BookingStore, MovementStore, Stock, StockOperation, StockStore, Stores } from "../store/ports.ts";

interface MemoryStock extends Stock {
  readonly lookAt: Date | null;
}

interface MemoryAllocation extends Aggregate<Allocation, AllocationEvent> {
  readonly messages: readonly OutgoingMessage[];
}

/** What a database would hold. Every actor works on the same one. */
export interface Memory {
  readonly stock: Map<string, MemoryStock>;
  readonly movements: Map<string, Movement>;
  readonly bookings: Map<string, Booking & { readonly lookAt: Date | null }>;
  readonly allocations: Map<string, MemoryAllocation>;
}

export function createMemory(): Memory {
  return { stock: new Map(), movements: new Map(), bookings: new Map(), allocations: new Map() };
}

/** Waits for this actor's next turn. Others act meanwhile; an actor that died never gets another. */
export type Turn = () => Promise<void>;

function put(memory: Memory, before: MemoryStock, after: Partial<MemoryStock>): void {
  const next = { ...before, ...after };
  const isSound = next.available === next.onHand - next.reserved && Math.min(next.available, next.reserved, next.onHand) >= 0;
  if (!isSound) throw new RangeError(`stock ${next.id} became ${JSON.stringify(next)}`);
  memory.stock.set(next.id, next);
}

function moved(stock: MemoryStock, { onHand, reserved }: { readonly onHand: number; readonly reserved: number }, sign: 1 | -1) {
  return {
    onHand: stock.onHand + sign * onHand,
    reserved: stock.reserved + sign * reserved,
    available: stock.available + sign * (onHand - reserved),
    revision: stock.revision + 1,
    lookAt: new Date(0),
  };
}

/** A hold that was called off for good must never reach the stock again, not even for a moment: its order was told so. */
function expectNotCalledOff(memory: Memory, { owner }: StockOperation): void {
  const allocation = owner.kind === "order" ? memory.allocations.get(owner.id)?.state : undefined;
  const isOff = allocation !== undefined && allocation.work === null && !allocation.held;
  if (isOff || memory.bookings.get(owner.id)?.status === "refused") throw new RangeError(`${owner.id} was called off and took stock`);
}

/** Stock in memory: each document is read and written by itself, with a turn of others between any two. */
function memoryStock(memory: Memory, turn: Turn): StockStore {
  const has = (stock: MemoryStock, opId: string) => stock.operations.some(({ id }) => id === opId);
  const without = (stock: MemoryStock, opIds: readonly string[]) => ({
    operations: stock.operations.filter(({ id }) => !opIds.includes(id)),
    epoch: stock.epoch + 1,
  });
  async function each<T>(targets: readonly T[], idOf: (target: T) => string, write: (stock: MemoryStock, target: T) => boolean) {
    let matched = 0;
    for (const target of targets) {
      await turn();
      const stock = memory.stock.get(idOf(target));
      if (stock !== undefined && write(stock, target)) matched += 1;
    }
    return matched;
  }
  return {
    async read(stockIds) {
      const found = new Map<string, Stock>();
      for (const id of stockIds) {
        await turn();
        const stock = memory.stock.get(id);
        if (stock !== undefined) found.set(id, stock);
      }
      return found;
    },
    async create(location, skus) {
      for (const sku of skus) {
        await turn();
        const id = stockIdOf(location, sku);
        const empty = { onHand: 0, reserved: 0, available: 0, operations: [], epoch: 0, revision: 0, announced: 0, lookAt: null };
        if (!memory.stock.has(id)) memory.stock.set(id, { id, sku, location, ...empty });
      }
    },
    apply: (operation, changes) =>
      each(
        changes,
        ({ stockId }) => stockId,
        (stock, change) => {
          if (has(stock, operation.id)) return true;
          if (stock.epoch !== change.epoch || stock.available < change.needs) return false;
          expectNotCalledOff(memory, operation);
          const { onHand, reserved } = change;
          put(memory, stock, { ...moved(stock, change, 1), operations: [...stock.operations, { ...operation, onHand, reserved }] });
          return true;
        },
      ),
    async reverse(opId, changes) {
      await each(
        changes,
        ({ stockId }) => stockId,
        (stock, change) => {
          if (has(stock, opId)) put(memory, stock, { ...moved(stock, change, -1), ...without(stock, [opId]) });
          return true;
        },
      );
    },
    fence: (opId, stockIds) =>
      each(
        stockIds,
        (id) => id,
        (stock) => {
          if (has(stock, opId)) return false;
          put(memory, stock, { epoch: stock.epoch + 1 });
          return true;
        },
      ),
    async due(now, limit) {
      await turn();
      return [...memory.stock.values()].filter(({ lookAt }) => lookAt !== null && lookAt <= now).slice(0, limit);
    },
    keep: (kept) =>
      each(
        kept,
        ({ id }) => id,
        (stock, { revision, settled, lookAt }) => {
          if (stock.revision !== revision) return false;
          put(memory, stock, { announced: revision, lookAt, ...(settled.length === 0 ? {} : without(stock, settled)) });
          return true;
        },
      ),
    async forget(settled) {
      await each(
        settled,
        ({ id }) => id,
        (stock, one) => {
          if (one.settled.some((opId) => has(stock, opId))) put(memory, stock, without(stock, one.settled));
          return true;
        },
      );
    },
  };
}

function memoryMovements(memory: Memory, turn: Turn): MovementStore {
  return {
    async record(movements) {
      for (const movement of movements) {
        await turn();
        if (!memory.movements.has(movement.id)) memory.movements.set(movement.id, movement);
      }
    },
    async find(id) {
      await turn();
      return memory.movements.get(id) ?? null;
    },
    async page(stockId, { limit }) {
      await turn();
      return [...memory.movements.values()].filter((movement) => movement.stockId === stockId).slice(0, limit);
    },
    async sums(stockIds) {
      await turn();
      const sums = new Map<string, number>();
      for (const { stockId, quantity } of memory.movements.values())
        if (stockIds.includes(stockId)) sums.set(stockId, (sums.get(stockId) ?? 0) + quantity);
      return sums;
    },
  };
}

function memoryBookings(memory: Memory, turn: Turn): BookingStore {
  return {
    async begin(booking, lookAt) {
      await turn();
      const stored = memory.bookings.get(booking.id);
      if (stored !== undefined) return { booking: stored, isNew: false };
      const isOver = booking.status === "booked" || booking.status === "refused";
      memory.bookings.set(booking.id, { ...booking, lookAt: isOver ? null : lookAt });
      return { booking, isNew: true };
    },
    async load(id) {
      await turn();
      return memory.bookings.get(id) ?? null;
    },
    async move(id, from, to) {
      await turn();
      const stored = memory.bookings.get(id);
      if (stored?.status === from) memory.bookings.set(id, { ...stored, ...to });
    },
    async due(now, limit) {
      await turn();
      const due = [...memory.bookings.values()].filter(({ lookAt }) => lookAt !== null && lookAt <= now);
      return due.slice(0, limit).map(({ id }) => id);
    },
    async statuses(ids) {
      await turn();
      return new Map(ids.flatMap((id) => [memory.bookings.get(id)].flatMap((one) => (one === undefined ? [] : [[id, one.status]]))));
    },
  };
}

function changed(
  id: string,
  current: MemoryAllocation | null,
  { events, messages }: { readonly events: readonly AllocationEvent[]; readonly messages: readonly OutgoingMessage[] },
): MemoryAllocation {
  const at = new Date(0);
  const state = events.reduce<Allocation | null>(evolve, current?.state ?? null);
  if (state === null) throw new TypeError("an answer without an allocation");
  const version = (current?.version ?? 0) + 1;
  const history = [...(current?.history ?? []), ...events.map((event) => ({ version, at, event }))];
  return { id, version, state, history, sagas: [], createdAt: at, messages: [...(current?.messages ?? []), ...messages] };
}

function memoryAllocations(memory: Memory, turn: Turn): AllocationStore {
  return {
    async load(id) {
      await turn();
      return memory.allocations.get(id) ?? null;
    },
    async loadMany(ids) {
      await turn();
      return ids.flatMap((id) => memory.allocations.get(id) ?? []);
    },
    async update(id, decide) {
      for (;;) {
        await turn();
        const current = memory.allocations.get(id) ?? null;
        const { events, messages = [], result } = decide(current);
        if (events.length === 0 && messages.length === 0) return { kind: "applied", result, aggregate: current };
        await turn();
        if ((memory.allocations.get(id) ?? null) !== current) continue;
        const next = changed(id, current, { events, messages });
        memory.allocations.set(id, next);
        return { kind: "applied", result, aggregate: next };
      }
    },
    async lookAt(now, limit) {
      await turn();
      const due = [...memory.allocations.values()].filter(({ state }) => state.lookAt !== undefined && state.lookAt <= now);
      return due.slice(0, limit).map(({ id }) => id);
    },
    async standings(orderIds) {
      await turn();
      return new Map(orderIds.flatMap((id) => [memory.allocations.get(id)].flatMap((one) => (one === undefined ? [] : [[id, one.state]]))));
    },
  };
}

/** The stores as one actor sees them. */
export function memoryStores(memory: Memory, turn: Turn): Stores {
  return {
    stock: memoryStock(memory, turn),
    movements: memoryMovements(memory, turn),
    bookings: memoryBookings(memory, turn),
    allocations: memoryAllocations(memory, turn),
  };
}
