import type { OutgoingMessage } from "../bus/index.ts";
import type { SagaInstance } from "../saga/index.ts";

/** An event of an aggregate's own history, as it is kept in its document. */
export interface RecordedEvent<Event> {
  /** The version that it brought about, from 1. Events of one change share it. */
  readonly version: number;
  readonly at: Date;
  readonly event: Event;
}

/** One event-sourced aggregate as it was read: `state` is always what folding `history` gives. */
export interface Aggregate<State, Event> {
  readonly id: string;
  readonly version: number;
  readonly state: State;
  readonly history: readonly RecordedEvent<Event>[];
  /** Its sagas, oldest first. */
  readonly sagas: readonly SagaInstance[];
  readonly createdAt: Date;
}

/** What a decision comes to. All of it is written in one step, or nothing. */
export interface Change<Event, Result> {
  readonly events: readonly Event[];
  /** To be published once the change is written. */
  readonly messages?: readonly OutgoingMessage[];
  /** A saga that began or moved. */
  readonly saga?: SagaInstance;
  /**
   * The message that causes the change is not done with: its id is not taken in yet, so that its next delivery goes on from here. For work
   * that asks an outside party between two writes.
   * @default false
   */
  readonly unfinished?: boolean;
  /** Handed back to the caller. */
  readonly result: Result;
}

/** The decision was made, and written if there was anything to write. */
export interface Applied<State, Event, Result> {
  readonly kind: "applied";
  readonly result: Result;
  readonly aggregate: Aggregate<State, Event> | null;
}

export type Updated<State, Event, Result> =
  | Applied<State, Event, Result>
  /** The message was taken in before; nothing was decided and nothing written. */
  | { readonly kind: "duplicate"; readonly aggregate: Aggregate<State, Event> };

/** A unique index besides that of the id refused the write: something of this aggregate is another's already. Nothing of it was written. */
export interface Conflict {
  readonly kind: "conflict";
  readonly cause: Error;
}

/** What became of one aggregate of many. */
export type UpdatedOne<State, Event, Result> = Applied<State, Event, Result> | Conflict;

export interface UpdateOptions {
  /** Id of the message that causes the change. The change is applied at most once for it. */
  readonly messageId?: string;
}

/** The repository port of one kind of aggregate. */
export interface AggregateStore<State, Event> {
  load(id: string): Promise<Aggregate<State, Event> | null>;
  /** Those that exist, in no order. */
  loadMany(ids: readonly string[]): Promise<readonly Aggregate<State, Event>[]>;
  /**
   * Load → decide → write on the condition that the version is still the one that was read; from the start again when it is not, so `decide`
   * may run several times and must be pure. `current` is null when there is no such aggregate yet.
   * @throws StaleVersionError when others were quicker every time.
   */
  update<Result>(
    id: string,
    decide: (current: Aggregate<State, Event> | null) => Change<Event, Result>,
    options?: UpdateOptions,
  ): Promise<Updated<State, Event, Result>>;
  /**
   * As `update` for each of these ids, with one read for all of them and one write for all that are new. Each aggregate stands on its own:
   * what another did to one of them does not hold up the rest. `decide` may run several times for an id.
   * @throws StaleVersionError when others were quicker every time; what was written stays written.
   */
  updateMany<Result>(
    ids: readonly string[],
    decide: (id: string, current: Aggregate<State, Event> | null) => Change<Event, Result>,
  ): Promise<ReadonlyMap<string, UpdatedOne<State, Event, Result>>>;
}
