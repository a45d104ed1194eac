export type {
  Aggregate,
  AggregateStore,
  Change,
  RecordedEvent,
  Updated,
  UpdateOptions,
} from "./aggregate.ts";
export { type AggregateDocument, type AggregateModel, aggregateSchema } from "./document.ts";
export { type AggregateStoreOptions, createAggregateStore, type MongoAggregateStore } from "./mongo-store.ts";
