import { z } from "zod";
import {
  type AggregateDocument,
  type AggregateStoreOptions,
  aggregateSchema,
  createAggregateStore,
  type MongoAggregateStore,
} from "../aggregate/index.ts";
import { type MessageContract, message } from "../bus/index.ts";
import { systemClock, systemRandomness } from "../clock/index.ts";
import type { Database } from "../mongo/index.ts";

/** A counter, the smallest aggregate that can get everything wrong: an update lost or made twice shows in its sum. */
export interface Counter {
  readonly sum: number;
  readonly seen: number;
  /** At most one counter has a name. */
  readonly name?: string;
}

export interface Added {
  readonly by: number;
  readonly name?: string | undefined;
}

export function evolve(state: Counter | null, { by, name }: Added): Counter {
  return { ...state, sum: (state?.sum ?? 0) + by, seen: (state?.seen ?? 0) + 1, ...(name === undefined ? {} : { name }) };
}

export type CounterStore = MongoAggregateStore<Counter, Added>;
export type CounterDocument = AggregateDocument<Counter, Added>;

/** Tells what a counter has come to. */
export const counted = {
  kind: "event",
  context: "toys",
  version: 1,
  name: "counted",
  type: "toys.v1.counted",
  schema: z.strictObject({ n: z.int() }),
} satisfies MessageContract;

/** The counters of a database, with their indexes. Every store has lanes of its own, as processes do. */
export async function openCounters(database: Database, changed: Partial<AggregateStoreOptions<Counter, Added>> = {}) {
  const schema = aggregateSchema<Counter, Added>();
  schema.index({ "state.name": 1 }, { unique: true, partialFilterExpression: { "state.name": { $exists: true } } });
  const model = database.connection.model<CounterDocument>("Counter", schema, "counters");
  await model.createIndexes();
  const createStore = (): CounterStore =>
    createAggregateStore<Counter, Added>({
      model,
      context: "toys",
      evolve,
      clock: systemClock,
      randomness: systemRandomness,
      ...changed,
    });
  const read = async (id: string): Promise<CounterDocument | null> => model.findById(id).lean<CounterDocument>();
  return { createStore, read, collection: model.collection };
}

/** Adds and tells about it. */
export function add(store: CounterStore, id: string, messageId?: string) {
  return store.update(
    id,
    (current) => ({ events: [{ by: 1 }], messages: [message(counted, { n: (current?.state.sum ?? 0) + 1 })], result: null }),
    messageId === undefined ? {} : { messageId },
  );
}
