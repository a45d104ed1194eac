import { InvariantError, isWriteConflict } from "../errors/index.ts";
import { isDuplicateKey } from "../mongo/index.ts";
import type { Applied, Conflict, Updated, UpdatedOne } from "./aggregate.ts";
import type { AggregateDocument } from "./document.ts";
import type { DocumentWriter } from "./document-writer.ts";

/** A change that was decided and is not written yet. */
export interface PreparedChange<State, Event, Result> {
  readonly current: AggregateDocument<State, Event> | null;
  readonly next: AggregateDocument<State, Event>;
  /** What the change is for its caller, once it is written: hands its messages on. */
  readonly written: () => Applied<State, Event, Result>;
}

export interface UpdateManyOptions<State, Event, Result> {
  readonly writer: DocumentWriter<State, Event>;
  /** Decides on a document as it was read. Not a change to be written: what it comes to at once. */
  readonly prepare: (
    id: string,
    current: AggregateDocument<State, Event> | null,
  ) => PreparedChange<State, Event, Result> | Applied<State, Event, Result>;
  /** Reads, decides and writes one of them again, for as long as others are quicker. */
  readonly again: (id: string) => Promise<Updated<State, Event, Result>>;
}

/** As many as a connection pool of usual size serves at once. */
const WRITERS = 16;

/** Works on all items, some at a time. When work on one fails, the failure is thrown once nothing is under way any more. */
async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const shared = items.values();
  const worker = async () => {
    for (const item of shared) await work(item);
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(WRITERS, items.length) }, worker));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** What was refused by a unique index besides that of the id is an outcome; anything else is thrown on. */
async function orConflict<T>(work: () => Promise<T>): Promise<T | Conflict> {
  try {
    return await work();
  } catch (cause) {
    if (isDuplicateKey(cause) && cause instanceof Error) return { kind: "conflict", cause };
    throw cause;
  }
}

/** One read for all, one write for all that are new; what lost a race is done again on its own. */
export async function updateMany<State, Event, Result>(
  ids: readonly string[],
  { writer, prepare, again }: UpdateManyOptions<State, Event, Result>,
): Promise<ReadonlyMap<string, UpdatedOne<State, Event, Result>>> {
  type Prepared = PreparedChange<State, Event, Result>;
  const distinct = [...new Set(ids)];
  const updated = new Map<string, UpdatedOne<State, Event, Result>>();
  const stale: string[] = [];
  const created: Prepared[] = [];
  const changed: Prepared[] = [];

  async function write(change: Prepared): Promise<void> {
    const id = change.next._id;
    const outcome = await orConflict(async () => ((await writer.write(change.current, change.next)) ? change.written() : null)).catch(
      (error: unknown) => {
        if (isWriteConflict(error)) return null;
        throw error;
      },
    );
    if (outcome === null) stale.push(id);
    else updated.set(id, outcome);
  }

  async function writeAgain(id: string): Promise<void> {
    const outcome = await orConflict(() => again(id));
    if (outcome.kind === "duplicate") throw new InvariantError(`${id} took a message in although there is none`);
    updated.set(id, outcome);
  }

  async function create(): Promise<void> {
    const refused = await writer.insertMany(created.map(({ next }) => next));
    for (const { next, written } of created) if (!refused.has(next._id)) updated.set(next._id, written());
    // Of those that were refused, some are there by now: their id was the duplicate, and another made them.
    const there = new Set((await writer.findMany([...refused.keys()])).map(({ _id }) => _id));
    for (const [id, cause] of refused) {
      if (there.has(id) || isWriteConflict(cause)) stale.push(id);
      else updated.set(id, { kind: "conflict", cause });
    }
  }

  const documents = new Map((await writer.findMany(distinct)).map((document) => [document._id, document]));
  for (const id of distinct) {
    const outcome = prepare(id, documents.get(id) ?? null);
    if ("kind" in outcome) updated.set(id, outcome);
    else (outcome.current === null ? created : changed).push(outcome);
  }
  if (created.length > 0) await create();
  await eachOf(changed, write);
  await eachOf(stale, writeAgain);
  // In the order that was asked for.
  return new Map(
    distinct.map((id) => {
      const outcome = updated.get(id);
      if (outcome === undefined) throw new InvariantError(`nothing became of ${id}`);
      return [id, outcome];
    }),
  );
}
