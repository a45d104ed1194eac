import type { Clock, Randomness } from "@mercato/chassis/clock";
import type { Database } from "@mercato/chassis/mongo";
import type { OutboxRelay, OutboxSource } from "@mercato/chassis/outbox";
import { openAllocationStore } from "./allocation-store.ts";
import { openBookingStore } from "./booking-store.ts";
import { openMovementStore } from "./movement-store.ts";
import type { Stores } from "./ports.ts";
import { openStockStore } from "./stock-store.ts";

/** Opens all collections of this subgraph and makes their indexes. `outbox` is where answers wait for the bus. */
export async function openStores(
  database: Database,
  ports: { readonly clock: Clock; readonly randomness: Randomness },
): Promise<{ readonly stores: Stores; readonly outbox: OutboxSource & { relayTo(relay: OutboxRelay): void } }> {
  const { connection } = database;
  const [stock, movements, bookings, allocations] = await Promise.all([
    openStockStore(connection, ports),
    openMovementStore(connection, ports),
    openBookingStore(connection, ports),
    openAllocationStore(connection, ports),
  ]);
  return { stores: { stock, movements, bookings, allocations }, outbox: allocations };
}
