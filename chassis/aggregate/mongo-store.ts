import mongoose from "mongoose";
import type { BusMessage, OutgoingMessage, PayloadOf } from "../bus/index.ts";
import type { Clock, Randomness } from "../clock/index.ts";
import { InvariantError, StaleVersionError } from "../errors/index.ts";
import { hasTakenIn } from "../inbox/index.ts";
import { isDuplicateKey } from "../mongo/index.ts";
import type { OutboxEntry, OutboxRelay, OutboxSource } from "../outbox/index.ts";
import { backoffMs } from "../resilience/index.ts";
import type { SagaInstance } from "../saga/index.ts";
import { traceHeaders } from "../telemetry/index.ts";
import type { Aggregate, AggregateStore, Change, RecordedEvent, Updated, UpdateOptions } from "./aggregate.ts";

/** An aggregate is one document: state, version, history, and all that must be written in the same step. */
export interface AggregateDocument<State, Event> {
  _id: string;
  version: number;
  state: State;
  history: RecordedEvent<Event>[];
  /** Ids of messages taken in. */
  inbox: string[];
  /** Messages that the bus does not have yet. */
  outbox: OutboxEntry[];
  /** Since when the first of them waits; absent when none does. Sweeps find documents by it. */
  outboxSince?: Date;
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

export interface AggregateStoreOptions<State, Event> {
  readonly model: AggregateModel<State, Event>;
  /** The bounded context: source of its messages, and the first part of their ids. */
  readonly context: string;
  /** What one event does to the state; null is the state before the first event. */
  readonly evolve: (state: State | null, event: Event) => State;
  readonly clock: Clock;
  readonly randomness: Randomness;
}

const ATTEMPTS = 20;
const RETRY = { firstMs: 4, maxMs: 250 } as const;

function toAggregate<State, Event>(document: AggregateDocument<State, Event>): Aggregate<State, Event> {
  const { _id, version, state, history, sagas, createdAt } = document;
  return { id: _id, version, state, history, sagas, createdAt };
}

/** Our own messages are held to their contracts before they are written, not after they were read. */
function validated({ contract, data }: OutgoingMessage): PayloadOf<typeof contract> {
  const parsed = contract.schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new InvariantError(`a ${contract.type} was made that its schema refuses: ${parsed.error.message}`, { cause: parsed.error });
}

/** Ids follow from what caused the message, so that writing or publishing it again is the same message again. */
function toEntries(
  options: { context: string; id: string; version: number; at: Date },
  messages: readonly OutgoingMessage[],
): BusMessage[] {
  const trace = traceHeaders();
  return messages.map((outgoing, index) => ({
    id: `${options.context}.${options.id}.${options.version}.${index}`,
    type: outgoing.contract.type,
    time: options.at.toISOString(),
    source: options.context,
    subject: options.id,
    data: validated(outgoing),
    trace,
  }));
}

function withSaga(sagas: readonly SagaInstance[], changed: SagaInstance | undefined): readonly SagaInstance[] {
  if (changed === undefined) return sagas;
  return sagas.some(({ id }) => id === changed.id) ? sagas.map((saga) => (saga.id === changed.id ? changed : saga)) : [...sagas, changed];
}

function earliestDue(sagas: readonly SagaInstance[]): Date | null {
  const times = sagas.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt.getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** The aggregate store on MongoDB. It needs single-document atomicity and nothing more. */
export function createAggregateStore<State, Event>(
  options: AggregateStoreOptions<State, Event>,
): AggregateStore<State, Event> &
  OutboxSource & { due(now: Date, limit: number): Promise<readonly string[]>; relayTo(relay: OutboxRelay): void } {
  const { model, context, clock } = options;
  type Document = AggregateDocument<State, Event>;
  // The driver's own collection: documents go in and out as they are, without casting each one.
  const collection = () => model.collection as unknown as mongoose.mongo.Collection<Document>;
  let relay: OutboxRelay | undefined;

  async function find(id: string): Promise<Document | null> {
    return (await collection().findOne({ _id: id } as mongoose.mongo.Filter<Document>)) as Document | null;
  }

  function nextDocument<Result>(id: string, current: Document | null, change: Change<Event, Result>, messageId?: string): Document {
    const at = clock.now();
    const version = (current?.version ?? 0) + 1;
    const recorded = change.events.map((event) => ({ version, at, event }));
    const state = change.events.reduce<State | null>(options.evolve, current?.state ?? null);
    if (state === null) throw new InvariantError(`${context} ${id} would be written without a state`);
    const sagas = [...withSaga(current?.sagas ?? [], change.saga)];
    const entries = toEntries({ context, id, version, at }, change.messages ?? []);
    const outbox = [...(current?.outbox ?? []), ...entries];
    const dueAt = earliestDue(sagas);
    const outboxSince = current?.outboxSince ?? at;
    return {
      _id: id,
      version,
      state,
      history: [...(current?.history ?? []), ...recorded],
      inbox: [...(current?.inbox ?? []), ...(messageId === undefined ? [] : [messageId])],
      outbox,
      ...(outbox.length > 0 ? { outboxSince } : {}),
      sagas,
      ...(dueAt === null ? {} : { dueAt }),
      createdAt: current?.createdAt ?? at,
      updatedAt: at,
    };
  }

  /** Appends, so that a relay that takes published messages off at the same moment is not undone. False when another was quicker. */
  async function write(current: Document | null, next: Document): Promise<boolean> {
    if (current === null) return insert(next);
    const added = {
      history: next.history.slice(current.history.length),
      inbox: next.inbox.slice(current.inbox.length),
      outbox: next.outbox.slice(current.outbox.length),
    };
    const push = Object.fromEntries(
      Object.entries(added).flatMap(([field, values]) => (values.length === 0 ? [] : [[field, { $each: values }]])),
    );
    const update = {
      $set: {
        version: next.version,
        state: next.state,
        sagas: next.sagas,
        updatedAt: next.updatedAt,
        ...(next.dueAt ? { dueAt: next.dueAt } : {}),
      },
      ...(next.dueAt ? {} : { $unset: { dueAt: true } }),
      ...(Object.keys(push).length === 0 ? {} : { $push: push }),
      ...(added.outbox.length === 0 ? {} : { $min: { outboxSince: next.updatedAt } }),
    };
    const filter = { _id: next._id, version: current.version } as mongoose.mongo.Filter<Document>;
    const { matchedCount } = await collection().updateOne(filter, update as unknown as mongoose.mongo.UpdateFilter<Document>);
    return matchedCount === 1;
  }

  async function insert(next: Document): Promise<boolean> {
    try {
      await collection().insertOne(next as mongoose.mongo.OptionalUnlessRequiredId<Document>);
      return true;
    } catch (error) {
      // A duplicate of the id is a lost race; a duplicate of anything else is the caller's to judge.
      if (isDuplicateKey(error) && (await find(next._id)) !== null) return false;
      throw error;
    }
  }

  function isNothing(change: Change<Event, unknown>, messageId?: string): boolean {
    return change.events.length === 0 && (change.messages ?? []).length === 0 && change.saga === undefined && messageId === undefined;
  }

  async function attempt<Result>(
    id: string,
    decide: (current: Aggregate<State, Event> | null) => Change<Event, Result>,
    messageId?: string,
  ): Promise<Updated<State, Event, Result> | "stale"> {
    const current = await find(id);
    const before = current === null ? null : toAggregate(current);
    if (before !== null && messageId !== undefined && hasTakenIn(current?.inbox ?? [], messageId))
      return { kind: "duplicate", aggregate: before };
    const change = decide(before);
    if (isNothing(change, messageId)) return { kind: "applied", result: change.result, aggregate: before };
    if (current === null && change.events.length === 0) return { kind: "applied", result: change.result, aggregate: null };
    const next = nextDocument(id, current, change, messageId);
    if (!(await write(current, next))) return "stale";
    const entries = next.outbox.slice(current?.outbox.length ?? 0);
    if (entries.length > 0) relay?.offer({ documentId: id, entries });
    return { kind: "applied", result: change.result, aggregate: toAggregate(next) };
  }

  return {
    relayTo(to) {
      relay = to;
    },
    async load(id) {
      const document = await find(id);
      return document === null ? null : toAggregate(document);
    },
    async loadMany(ids) {
      const documents = await collection()
        .find({ _id: { $in: [...ids] } } as mongoose.mongo.Filter<Document>)
        .toArray();
      return documents.map((document) => toAggregate(document as Document));
    },
    async update<Result>(
      id: string,
      decide: (current: Aggregate<State, Event> | null) => Change<Event, Result>,
      { messageId }: UpdateOptions = {},
    ) {
      for (let count = 1; count <= ATTEMPTS; count += 1) {
        const outcome = await attempt(id, decide, messageId);
        if (outcome !== "stale") return outcome;
        await clock.sleep(backoffMs(count, RETRY, options.randomness));
      }
      throw new StaleVersionError(context, id);
    },
    async pending(before, limit) {
      const filter = { outboxSince: { $lte: before } } as mongoose.mongo.Filter<Document>;
      const documents = await collection()
        .find(filter, { projection: { outbox: 1 } })
        .sort({ outboxSince: 1 })
        .limit(limit)
        .toArray();
      return documents.map(({ _id, outbox }) => ({ documentId: String(_id), entries: outbox }));
    },
    async published(documentId, messageIds) {
      const filter = { _id: documentId } as mongoose.mongo.Filter<Document>;
      await collection().updateOne(filter, {
        $pull: { outbox: { id: { $in: [...messageIds] } } },
      } as unknown as mongoose.mongo.UpdateFilter<Document>);
      await collection().updateOne(
        { ...filter, outbox: { $size: 0 } } as mongoose.mongo.Filter<Document>,
        { $unset: { outboxSince: true } } as unknown as mongoose.mongo.UpdateFilter<Document>,
      );
    },
    async due(now, limit) {
      const filter = { dueAt: { $lte: now } } as mongoose.mongo.Filter<Document>;
      const documents = await collection()
        .find(filter, { projection: { _id: 1 } })
        .sort({ dueAt: 1 })
        .limit(limit)
        .toArray();
      return documents.map(({ _id }) => String(_id));
    },
  };
}
