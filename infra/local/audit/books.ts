import type { AggregateDocument } from "@mercato/chassis/aggregate";
import type { evolve as evolveAllocation } from "@mercato/inventory/evolve";
import type { evolve as evolveOrder } from "@mercato/orders/evolve";
import type { evolve as evolvePayment } from "@mercato/payments/evolve";
import type { Databases } from "./databases.ts";
import type { OfferDocument, ProductDocument } from "./read-models.ts";

type DocumentOf<Evolve extends (state: never, event: never) => object> = AggregateDocument<ReturnType<Evolve>, Parameters<Evolve>[1]>;

export type OrderDocument = DocumentOf<typeof evolveOrder>;
export type PaymentDocument = DocumentOf<typeof evolvePayment>;
export type AllocationDocument = DocumentOf<typeof evolveAllocation>;

/** The stock of one SKU. */
export interface StockDocument {
  readonly _id: string;
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
}

/** An entry of the ledger. */
export interface MovementDocument {
  readonly _id: string;
  readonly stockId: string;
  readonly sku: string;
  readonly quantity: number;
  readonly orderId: string | null;
}

/** An authorization in the payment provider's books, with all that came of it. */
export interface ProviderAccount {
  readonly _id: string;
  readonly orderId: string;
  readonly status: string;
  readonly entries: readonly { readonly kind: string; readonly amountMinor: number }[];
}

/** A message that a document still holds back. */
export interface HeldMessage {
  readonly collection: string;
  readonly documentId: string;
}

/** All that the laws are held against, as it stands in the databases and at the payment provider. */
export interface Books {
  readonly orders: readonly OrderDocument[];
  readonly payments: readonly PaymentDocument[];
  readonly allocations: readonly AllocationDocument[];
  readonly stock: readonly StockDocument[];
  readonly movements: readonly MovementDocument[];
  readonly provider: readonly ProviderAccount[];
  readonly products: readonly ProductDocument[];
  readonly offers: readonly OfferDocument[];
  readonly held: readonly HeldMessage[];
}

/** Databases and collections of the aggregates that publish. */
export const WITH_OUTBOX = [
  ["accounts", "users"],
  ["catalog", "products"],
  ["inventory", "allocations"],
  ["orders", "orders"],
  ["payments", "payments"],
] as const;

async function readHeld(databases: Databases): Promise<readonly HeldMessage[]> {
  const found = await Promise.all(
    WITH_OUTBOX.map(async ([database, name]) => {
      const waiting = { $or: [{ outboxSince: { $exists: true } }, { "outbox.0": { $exists: true } }] };
      const documents = await databases
        .collection<{ _id: string }>(database, name)
        .find(waiting, { projection: { _id: 1 } })
        .toArray();
      return documents.map(({ _id }) => ({ collection: `${database}.${name}`, documentId: _id }));
    }),
  );
  return found.flat();
}

/** Reads the books, one collection after the other: at rest that is one moment, while the shop is at work it is not. */
export async function readBooks(databases: Databases): Promise<Books> {
  const all = <Document extends object>(database: string, name: string) =>
    databases.collection<Document>(database, name).find().toArray() as Promise<readonly Document[]>;
  return {
    orders: await all<OrderDocument>("orders", "orders"),
    payments: await all<PaymentDocument>("payments", "payments"),
    allocations: await all<AllocationDocument>("inventory", "allocations"),
    stock: await all<StockDocument>("inventory", "stock"),
    movements: await all<MovementDocument>("inventory", "movements"),
    provider: await all<ProviderAccount>("payments_sandbox", "accounts"),
    products: await all<ProductDocument>("catalog", "products"),
    offers: await all<OfferDocument>("orders", "offers"),
    held: await readHeld(databases),
  };
}
