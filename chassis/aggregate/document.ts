import mongoose from "mongoose";
import type { OutboxEntry } from "../outbox/index.ts";
import type { SagaInstance } from "../saga/index.ts";
import type { Aggregate, RecordedEvent } from "./aggregate.ts";

/** A waiting message and since when it waits. */
export type WaitingEntry = OutboxEntry & { readonly at: Date };

/** An aggregate is one document: state, version, history, and all that must be written in the same step. */
export interface AggregateDocument<State, Event> {
  _id: string;
  version: number;
  state: State;
  history: RecordedEvent<Event>[];
  /** Ids of messages taken in. */
  inbox: string[];
  /** Messages that the bus does not have yet, oldest first. */
  outbox: WaitingEntry[];
  /** Since when the first of them waits; absent when none does. Sweeps find documents by it. */
  outboxSince?: Date;
  /** The last messages that the bus has, oldest first: what a stream has lost can be published again. Never read with the rest. */
  sent?: WaitingEntry[];
  sagas: SagaInstance[];
  /** When a saga's patience ends next; absent when none waits. Sweeps find documents by it. */
  dueAt?: Date;
  createdAt: Date;
  updatedAt: Date;
}

export type AggregateModel<State, Event> = mongoose.Model<AggregateDocument<State, Event>>;

/** The mongoose schema of an aggregate's collection. Add indexes over `state.…` for what is queried. */
export function aggregateSchema<State, Event>(): mongoose.Schema<AggregateDocument<State, Event>> {
  const { Mixed } = mongoose.Schema.Types;
  const schema = new mongoose.Schema<AggregateDocument<State, Event>>(
    {
      _id: { type: String, required: true },
      version: { type: Number, required: true },
      state: { type: Mixed, required: true },
      history: { type: Mixed, required: true },
      inbox: { type: [String], required: true },
      outbox: { type: Mixed, required: true },
      outboxSince: Date,
      sent: Mixed,
      sagas: { type: Mixed, required: true },
      dueAt: Date,
      createdAt: { type: Date, required: true },
      updatedAt: { type: Date, required: true },
    },
    { versionKey: false, minimize: false, _id: false, strict: "throw" },
  );
  schema.index({ outboxSince: 1 }, { sparse: true });
  schema.index({ dueAt: 1 }, { sparse: true });
  return schema;
}

/** What of a document its readers see. */
export function toAggregate<State, Event>(document: AggregateDocument<State, Event>): Aggregate<State, Event> {
  const { _id, version, state, history, sagas, createdAt } = document;
  return { id: _id, version, state, history, sagas, createdAt };
}
