import { type AggregateDocument, aggregateSchema, createAggregateStore } from "@mercato/chassis/aggregate";
import type { Clock, Randomness } from "@mercato/chassis/clock";
import { ensureIndexes } from "@mercato/chassis/mongo";
import type { OutboxRelay, OutboxSource } from "@mercato/chassis/outbox";
import type mongoose from "mongoose";
import { type Allocation, type AllocationEvent, evolve } from "../domain/allocation.ts";
import type { AllocationStore } from "./ports.ts";

type AllocationDocument = AggregateDocument<Allocation, AllocationEvent>;

/** Opens the collection of allocations and its indexes. */
export async function openAllocationStore(
  connection: mongoose.Connection,
  ports: { readonly clock: Clock; readonly randomness: Randomness },
): Promise<AllocationStore & OutboxSource & { relayTo(relay: OutboxRelay): void }> {
  const schema = aggregateSchema<Allocation, AllocationEvent>().index({ "state.lookAt": 1 }, { sparse: true });
  const model = connection.model("Allocation", schema, "allocations");
  await ensureIndexes([model], ports);
  const collection = model.collection as unknown as mongoose.mongo.Collection<AllocationDocument>;
  const aggregates = createAggregateStore<Allocation, AllocationEvent>({ model, context: "inventory", evolve, ...ports });

  return {
    ...aggregates,
    async lookAt(now, limit) {
      const documents = await collection
        .find({ "state.lookAt": { $lte: now } }, { projection: { _id: 1 } })
        .sort({ "state.lookAt": 1 })
        .limit(limit)
        .toArray();
      return documents.map(({ _id }) => _id);
    },
    async standings(orderIds) {
      const documents = await collection
        .find({ _id: { $in: [...new Set(orderIds)] } }, { projection: { "state.orderId": 1, "state.held": 1, "state.work": 1 } })
        .toArray();
      return new Map(documents.map(({ _id, state }) => [_id, state]));
    },
  };
}
