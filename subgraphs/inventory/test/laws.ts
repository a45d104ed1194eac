import { expect } from "bun:test";
import { eventually } from "@mercato/chassis/testing";
import type { Allocation } from "../domain/allocation.ts";
import { stockIdOf } from "../domain/stock.ts";
import type { Stores } from "../store/ports.ts";

/** The units of a SKU that an allocation holds, once nothing of it is under way. */
export function heldBy({ status, lines }: Pick<Allocation, "status" | "lines">, sku: string): number {
  return status === "reserved" ? (lines.find((line) => line.sku === sku)?.quantity ?? 0) : 0;
}

/** Waits until no operation is left on the stock of these SKUs, then checks the laws on it. `orderIds` are all that may hold some of it. */
export async function expectLaws(
  { stores }: { readonly stores: Stores },
  skus: readonly string[],
  orderIds?: readonly string[],
): Promise<void> {
  const stockIds = skus.map((sku) => stockIdOf("main", sku));
  const stock = await eventually("no operation is left", async () => {
    const found = await stores.stock.read(stockIds);
    return [...found.values()].every(({ operations }) => operations.length === 0) ? found : null;
  });
  const sums = await stores.movements.sums(stockIds);
  const allocations = orderIds === undefined ? null : await stores.allocations.loadMany(orderIds);
  for (const { id, sku, onHand, reserved, available } of stock.values()) {
    expect({ id, ledger: sums.get(id) ?? 0 }).toEqual({ id, ledger: onHand });
    expect(available).toBe(onHand - reserved);
    expect(Math.min(onHand, reserved, available)).toBeGreaterThanOrEqual(0);
    if (allocations === null) continue;
    expect(allocations.every(({ state }) => state.work === null)).toBe(true);
    const held = allocations.reduce((sum, { state }) => sum + heldBy(state, sku), 0);
    expect({ id, reserved }).toEqual({ id, reserved: held });
  }
}
