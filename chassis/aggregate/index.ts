export type {
  Aggregate,
  AggregateStore,
  Applied,
  Change,
  Conflict,
  RecordedEvent,
  Updated,
  UpdatedOne,
  UpdateOptions,
} from "./aggregate.ts";
export { type AggregateDocument, type AggregateModel, aggregateSchema } from "./document.ts";
export { type AggregateStoreOptions, createAggregateStore, type MongoAggregateStore } from "./mongo-store.ts";
export { readSentSince, type SentMessages } from "./sent.ts";
