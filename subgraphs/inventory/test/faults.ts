import type { Stores } from "../store/ports.ts";

/** Where a process dies: before a write, after the first half of a batch, or after the write and before it hears of it. */
export type DeathMode = "before" | "half" | "after";

type Method = (...args: never[]) => Promise<unknown>;

const WRITES: ReadonlySet<string> = new Set([
  "stock.create",
  "stock.apply",
  "stock.reverse",
  "stock.fence",
  "stock.keep",
  "stock.forget",
  "movements.record",
  "bookings.begin",
  "bookings.move",
  "allocations.update",
]);

/** Puts something around every method of every store. */
export function wrapStores(stores: Stores, around: (name: string, call: (...args: unknown[]) => Promise<unknown>) => Method): Stores {
  const wrapped = Object.entries(stores).map(([storeName, store]: [string, object]) => {
    const methods = Object.entries(store).map(([name, method]: [string, (...args: unknown[]) => Promise<unknown>]) => [
      name,
      typeof method === "function" ? around(`${storeName}.${name}`, (...args) => method(...args)) : method,
    ]);
    return [storeName, Object.fromEntries(methods)];
  });
  // Every store keeps its methods; each does what it did, or never answers.
  return Object.fromEntries(wrapped) as Stores;
}

function firstHalf(args: readonly unknown[]): readonly unknown[] {
  return args.map((arg) => (Array.isArray(arg) ? arg.slice(0, Math.floor(arg.length / 2)) : arg));
}

/** The last thing that a process does. */
async function doLast(call: (...args: unknown[]) => Promise<unknown>, args: readonly unknown[], mode: DeathMode): Promise<void> {
  if (mode === "after") await call(...args);
  if (mode === "half" && args.some(Array.isArray)) await call(...firstHalf(args));
}

/** A process that dies at its `at`th write (from 1): from then on none of its calls ever answers. `died` resolves when it does. */
export function dyingStores(stores: Stores, at: number, mode: DeathMode): { readonly stores: Stores; readonly died: Promise<"died"> } {
  const death = Promise.withResolvers<"died">();
  const never = new Promise<never>(() => {});
  let writes = 0;
  const around = (name: string, call: (...args: unknown[]) => Promise<unknown>) =>
    async function mayDie(...args: unknown[]): Promise<unknown> {
      if (writes >= at) return never;
      if (WRITES.has(name)) writes += 1;
      if (writes < at) return call(...args);
      await doLast(call, args, mode);
      death.resolve("died");
      return never;
    };
  return { stores: wrapStores(stores, around), died: death.promise };
}

/** A process that falls asleep before its first call of a method, and goes on when it is woken. `asleep` resolves when it sleeps. */
export function sleepingStores(stores: Stores, method: string): { readonly stores: Stores; readonly asleep: Promise<void>; wake(): void } {
  const asleep = Promise.withResolvers<void>();
  const awake = Promise.withResolvers<void>();
  let isFirst = true;
  const around = (name: string, call: (...args: unknown[]) => Promise<unknown>) =>
    async function maySleep(...args: unknown[]): Promise<unknown> {
      if (name === method && isFirst) {
        isFirst = false;
        asleep.resolve();
        await awake.promise;
      }
      return call(...args);
    };
  return { stores: wrapStores(stores, around), asleep: asleep.promise, wake: () => awake.resolve() };
}
