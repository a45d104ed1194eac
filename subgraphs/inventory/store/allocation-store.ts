import {
  type Aggregate,
  type AggregateDocument,
  type AggregateStore,
  aggregateSchema,
  type Change,
  createAggregateStore,
  type Updated,
} from "@mercato/chassis/aggregate";
import type { Clock, Randomness } from "@mercato/chassis/clock";
import { ensureIndexes } from "@mercato/chassis/mongo";
import type { OutboxRelay, OutboxSource } from "@mercato/chassis/outbox";
import type mongoose from "mongoose";
import { type Allocation, type AllocationEvent, evolve } from "../domain/allocation.ts";
import { createGatherer } from "./gather.ts";
import type { AllocationStore } from "./ports.ts";

type AllocationDocument = AggregateDocument<Allocation, AllocationEvent>;

type Decide<Result> = (current: Aggregate<Allocation, AllocationEvent> | null) => Change<AllocationEvent, Result>;

interface PendingUpdate {
  readonly id: string;
  readonly decide: Decide<unknown>;
}

/** What came of an update; null when it is to be done by itself. */
type Outcomes = (mine: PendingUpdate) => Updated<Allocation, AllocationEvent, unknown> | null;

/** Commands of many orders run at once: what they read and write goes together. */
const GATHERING = { width: 4, limit: 32 } as const;

/**
 * Many updates in few round trips. What cannot go along is left to be done by itself: the second one of an order, and all of them when something
 * went wrong with one. Some may have been written by then, which does not matter: deciding again what is decided changes nothing.
 */
async function updateTogether(
  aggregates: Pick<AggregateStore<Allocation, AllocationEvent>, "updateMany">,
  pending: readonly PendingUpdate[],
): Promise<Outcomes> {
  const byId = new Map(pending.toReversed().map((one) => [one.id, one]));
  if (byId.size === 1) return () => null;
  const decide = (id: string, current: Aggregate<Allocation, AllocationEvent> | null): Change<AllocationEvent, unknown> =>
    byId.get(id)?.decide(current) ?? { events: [], result: undefined };
  const updated = await aggregates.updateMany([...byId.keys()], decide).catch(() => null);
  return (mine) => {
    const outcome = byId.get(mine.id) === mine ? updated?.get(mine.id) : undefined;
    return outcome?.kind === "applied" ? outcome : null;
  };
}

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

  const gatherUpdates = createGatherer<PendingUpdate, Outcomes>(GATHERING, (pending) => updateTogether(aggregates, pending));
  const gatherLoads = createGatherer<string, ReadonlyMap<string, Aggregate<Allocation, AllocationEvent>>>(
    GATHERING,
    async (ids) => new Map((await aggregates.loadMany([...new Set(ids)])).map((aggregate) => [aggregate.id, aggregate])),
  );

  return {
    ...aggregates,
    load: async (id) => (await gatherLoads([id])).get(id) ?? null,
    async update<Result>(id: string, decide: Decide<Result>) {
      const mine: PendingUpdate = { id, decide };
      const outcome = (await gatherUpdates([mine]))(mine) ?? (await aggregates.update(id, decide));
      // The outcome of this very decision.
      return outcome as Updated<Allocation, AllocationEvent, Result>;
    },
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
