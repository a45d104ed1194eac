import type mongoose from "mongoose";
import type { Clock, Randomness } from "../clock/index.ts";
import { InvariantError, isWriteConflict, StaleVersionError } from "../errors/index.ts";
import { hasTakenIn } from "../inbox/index.ts";
import type { OutboxRelay, OutboxSource } from "../outbox/index.ts";
import { backoffMs, createLanes } from "../resilience/index.ts";
import { createSagaWatch, type SagaDueSource } from "../saga/index.ts";
import { traceHeaders } from "../telemetry/index.ts";
import type { Aggregate, AggregateStore, Applied, Change, Updated } from "./aggregate.ts";
import { type AggregateDocument, type AggregateModel, toAggregate } from "./document.ts";
import { createDocumentWriter } from "./document-writer.ts";
import { nextDocument } from "./next-document.ts";
import { type PreparedChange, updateMany } from "./update-many.ts";
import { createWaitingSources } from "./waiting.ts";

export interface AggregateStoreOptions<State, Event> {
  /** Made from `aggregateSchema`; any model of that schema fits. */
  readonly model: Pick<AggregateModel<State, Event>, "collection">;
  /** The bounded context: source of its messages, and the first part of their ids. Ids of aggregates are unique within it, whatever their kind. */
  readonly context: string;
  /** What one event does to the state; null is the state before the first event. */
  readonly evolve: (state: State | null, event: Event) => State;
  /** Whether events stay in the document. "none" is for aggregates that are not event-sourced and may change without end. @default "kept" */
  readonly history?: "kept" | "none";
  readonly clock: Clock;
  readonly randomness: Randomness;
}

/** The store, and what the relay and the saga timer need of it. */
export interface MongoAggregateStore<State, Event> extends AggregateStore<State, Event>, OutboxSource, SagaDueSource {
  /** From now on messages are offered to the relay as soon as they are written. */
  relayTo(relay: OutboxRelay): void;
}

type Decide<State, Event, Result> = (current: Aggregate<State, Event> | null) => Change<Event, Result>;

interface Cause<State, Event, Result> {
  readonly id: string;
  readonly decide: Decide<State, Event, Result>;
  readonly messageId: string | undefined;
}

const ATTEMPTS = 20;
const RETRY = { firstMs: 4, maxMs: 250 } as const;
/**
 * DocumentDB finds one deadlock a second, among those who want the same key of a unique index at once: whoever comes back sooner keeps it from
 * ever being resolved.
 */
const CONFLICT_RETRY = { firstMs: 1_500, maxMs: 6_000 } as const;
const CONFLICT_ATTEMPTS = 4;

function isDuplicate(current: { readonly inbox: readonly string[] } | null, messageId: string | undefined): boolean {
  return current !== null && messageId !== undefined && hasTakenIn(current.inbox, messageId);
}

function isNothing({ events, messages = [], saga }: Change<unknown, unknown>): boolean {
  return events.length === 0 && messages.length === 0 && saga === undefined;
}

/** A message that is not done with is not taken in, so that its next delivery goes on. */
function idToTakeIn({ unfinished = false }: Change<unknown, unknown>, messageId: string | undefined): string | undefined {
  return unfinished ? undefined : messageId;
}

/** What a decision comes to for a document: something to write, or nothing. */
function isToBeWritten(
  cause: { readonly id: string; readonly messageId: string | undefined },
  exists: boolean,
  change: Change<unknown, unknown>,
): boolean {
  // An id is remembered in the document that it changed; where there is no document there is nothing to protect.
  if (isNothing(change)) return exists && cause.messageId !== undefined;
  if (!exists && change.events.length === 0)
    throw new InvariantError(`${cause.id} does not exist and no event makes it: its messages would be lost`);
  return true;
}

/** The aggregate store on MongoDB. It needs single-document atomicity and nothing more. */
export function createAggregateStore<State, Event>(options: AggregateStoreOptions<State, Event>): MongoAggregateStore<State, Event> {
  const { model, context, evolve, clock, randomness, history = "kept" } = options;
  // The driver's own collection: documents go in and out as they are, without casting each one.
  const collection = () => model.collection as unknown as mongoose.mongo.Collection<AggregateDocument<State, Event>>;
  const writer = createDocumentWriter<State, Event>(collection);
  /** Changes of one aggregate that are made here wait for each other, so that only other processes can make a version stale. */
  const lanes = createLanes();
  let relay: OutboxRelay | undefined;
  const watchSaga = createSagaWatch(context);

  /** Decides on a document as it was read: something to write, or what it comes to without. */
  function prepare<Result>(
    { id, decide, messageId }: Cause<State, Event, Result>,
    current: AggregateDocument<State, Event> | null,
  ): PreparedChange<State, Event, Result> | Applied<State, Event, Result> {
    const before = current === null ? null : toAggregate(current);
    const change = decide(before);
    const taken = { id, messageId: idToTakeIn(change, messageId) };
    if (!isToBeWritten(taken, before !== null, change)) return { kind: "applied", result: change.result, aggregate: before };
    const next = nextDocument({ ...taken, context, evolve, history, current, change, at: clock.now(), trace: traceHeaders() });
    const written = (): Applied<State, Event, Result> => {
      if (change.saga !== undefined) watchSaga({ before: current?.sagas ?? [], after: change.saga, at: next.updatedAt });
      // All that waits is offered, not only what is new: a message must not overtake one before it that could not be published.
      if (change.messages?.length) relay?.offer({ documentId: id, entries: next.outbox });
      return { kind: "applied", result: change.result, aggregate: toAggregate(next) };
    };
    return { current, next, written };
  }

  /** One load → decide → write; null when another was quicker. */
  async function attempt<Result>(cause: Cause<State, Event, Result>): Promise<Updated<State, Event, Result> | null> {
    const current = await writer.find(cause.id);
    if (current !== null && isDuplicate(current, cause.messageId)) return { kind: "duplicate", aggregate: toAggregate(current) };
    const prepared = prepare(cause, current);
    if ("kind" in prepared) return prepared;
    return (await writer.write(current, prepared.next)) ? prepared.written() : null;
  }

  /** As `attempt`, until it is not the database itself that was in the way. */
  async function attemptPastConflicts<Result>(cause: Cause<State, Event, Result>): Promise<Updated<State, Event, Result> | null> {
    for (let count = 1; ; count += 1) {
      try {
        return await attempt(cause);
      } catch (error) {
        if (!isWriteConflict(error) || count === CONFLICT_ATTEMPTS) throw error;
        await clock.sleep(backoffMs(count, CONFLICT_RETRY, randomness));
      }
    }
  }

  async function persist<Result>(cause: Cause<State, Event, Result>): Promise<Updated<State, Event, Result>> {
    for (let count = 1; count <= ATTEMPTS; count += 1) {
      const updated = await attemptPastConflicts(cause);
      if (updated !== null) return updated;
      await clock.sleep(backoffMs(count, RETRY, randomness));
    }
    throw new StaleVersionError(context, cause.id);
  }

  return {
    ...createWaitingSources<State, Event>(context, collection),
    relayTo(to) {
      relay = to;
    },
    async load(id) {
      const document = await writer.find(id);
      return document === null ? null : toAggregate(document);
    },
    loadMany: async (ids) => (await writer.findMany(ids)).map(toAggregate),
    update: (id, decide, { messageId } = {}) => lanes.run(id, () => persist({ id, decide, messageId })),
    updateMany(ids, decide) {
      const causeOf = (id: string) => ({
        id,
        decide: (current: Aggregate<State, Event> | null) => decide(id, current),
        messageId: undefined,
      });
      return updateMany(ids, {
        writer,
        prepare: (id, current) => prepare(causeOf(id), current),
        again: (id) => lanes.run(id, () => persist(causeOf(id))),
      });
    },
  };
}
