import type { OutgoingMessage, PayloadOf } from "../bus/index.ts";
import { InvariantError } from "../errors/index.ts";
import { lockHolder, type SagaInstance } from "../saga/index.ts";
import type { Change } from "./aggregate.ts";
import type { AggregateDocument, WaitingEntry } from "./document.ts";

export interface NextDocumentOptions<State, Event> {
  readonly id: string;
  readonly context: string;
  readonly evolve: (state: State | null, event: Event) => State;
  readonly history: "kept" | "none";
  readonly current: AggregateDocument<State, Event> | null;
  readonly change: Change<Event, unknown>;
  /** Of the message that caused the change. */
  readonly messageId: string | undefined;
  readonly at: Date;
  /** Trace context in which the change is made; consumers of its messages link to it. */
  readonly trace: Readonly<Record<string, string>>;
}

/** Our own messages are held to their contracts before they are written, not after they were read. */
function validated({ contract, data }: OutgoingMessage): PayloadOf<typeof contract> {
  const parsed = contract.schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new InvariantError(`a ${contract.type} was made that its schema refuses: ${parsed.error.message}`, { cause: parsed.error });
}

/** Ids follow from what caused the message, so that writing or publishing it again is the same message again. */
function toEntries<State, Event>({ id, context, change, at, trace }: NextDocumentOptions<State, Event>, version: number): WaitingEntry[] {
  return (change.messages ?? []).map((outgoing, index) => ({
    id: `${context}.${id}.${version}.${index}`,
    type: outgoing.contract.type,
    time: at.toISOString(),
    source: context,
    subject: id,
    data: validated(outgoing),
    trace,
    at,
  }));
}

function withSaga(sagas: readonly SagaInstance[], changed: SagaInstance | undefined): SagaInstance[] {
  if (changed === undefined) return [...sagas];
  if (sagas.some(({ id }) => id === changed.id)) return sagas.map((saga) => (saga.id === changed.id ? changed : saga));
  const holder = lockHolder(sagas);
  if (holder !== null) throw new InvariantError(`saga ${changed.id} would begin while ${holder.id} holds the aggregate`);
  return [...sagas, changed];
}

function earliestDue(sagas: readonly SagaInstance[]): Date | null {
  const times = sagas.flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt.getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

function foldedState<State, Event>({ id, context, evolve, current, change }: NextDocumentOptions<State, Event>): State {
  const state = change.events.reduce<State | null>(evolve, current?.state ?? null);
  if (state === null) throw new InvariantError(`${context} ${id} would be written without a state`);
  return state;
}

const NOTHING = { version: 0, history: [], inbox: [], outbox: [], sagas: [], createdAt: null, outboxSince: undefined } as const;

/** The document as it is to be once the change is written. Pure. */
export function nextDocument<State, Event>(options: NextDocumentOptions<State, Event>): AggregateDocument<State, Event> {
  const { id, change, messageId, at } = options;
  const current = options.current ?? NOTHING;
  const version = current.version + 1;
  const sagas = withSaga(current.sagas, change.saga);
  const dueAt = earliestDue(sagas);
  const outbox = [...current.outbox, ...toEntries(options, version)];
  const recorded = options.history === "none" ? [] : change.events.map((event) => ({ version, at, event }));
  return {
    _id: id,
    version,
    state: foldedState(options),
    history: [...current.history, ...recorded],
    inbox: messageId === undefined ? [...current.inbox] : [...current.inbox, messageId],
    outbox,
    ...(outbox.length > 0 ? { outboxSince: current.outboxSince ?? at } : {}),
    sagas,
    ...(dueAt === null ? {} : { dueAt }),
    createdAt: current.createdAt ?? at,
    updatedAt: at,
  };
}
