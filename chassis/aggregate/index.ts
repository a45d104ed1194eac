export type {
  Aggregate,
  AggregateStore,
  Change,
  RecordedEvent,
  Updated,
  UpdateOptions,
} from "./aggregate.ts";
export {
  type AggregateDocument,
  type AggregateModel,
  type AggregateStoreOptions,
  aggregateSchema,
  createAggregateStore,
} from "./mongo-store.ts";
