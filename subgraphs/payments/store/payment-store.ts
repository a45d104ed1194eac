import { aggregateSchema, createAggregateStore, type MongoAggregateStore } from "@mercato/chassis/aggregate";
import type { Clock, Randomness } from "@mercato/chassis/clock";
import { type Database, ensureIndexes } from "@mercato/chassis/mongo";
import type { PaymentEvent } from "../domain/event.ts";
import { evolve } from "../domain/evolve.ts";
import type { PaymentState } from "../domain/payment.ts";

export type PaymentStore = MongoAggregateStore<PaymentState, PaymentEvent>;

/** Opens the collection of payments, one document an order, found by the id that follows from the order's. */
export async function openPaymentStore(options: {
  readonly database: Database;
  readonly clock: Clock;
  readonly randomness: Randomness;
}): Promise<PaymentStore> {
  const model = options.database.connection.model("payment", aggregateSchema<PaymentState, PaymentEvent>(), "payments");
  await ensureIndexes([model], options);
  return createAggregateStore<PaymentState, PaymentEvent>({
    model,
    context: "payments",
    evolve,
    clock: options.clock,
    randomness: options.randomness,
  });
}
