import type mongoose from "mongoose";
import { isWriteConflict } from "../errors/index.ts";
import { isDuplicateKey, refusedByUniqueIndex } from "../mongo/index.ts";
import type { AggregateDocument } from "./document.ts";

type Collection<State, Event> = mongoose.mongo.Collection<AggregateDocument<State, Event>>;
type Filter<State, Event> = mongoose.mongo.Filter<AggregateDocument<State, Event>>;
type Update<State, Event> = mongoose.mongo.UpdateFilter<AggregateDocument<State, Event>>;

/** Reads and writes whole aggregates of one collection. */
export interface DocumentWriter<State, Event> {
  find(id: string): Promise<AggregateDocument<State, Event> | null>;
  /** Those that exist, in no order. */
  findMany(ids: readonly string[]): Promise<readonly AggregateDocument<State, Event>[]>;
  /**
   * Writes `next` if the document is still as `current` says (null: not there). False when another was quicker.
   * @throws what the server answers, duplicates of other unique indexes and write conflicts among it.
   */
  write(current: AggregateDocument<State, Event> | null, next: AggregateDocument<State, Event>): Promise<boolean>;
  /**
   * Writes documents that are new, each on its own. Answers with those of which it is not known that they were written, by id: a
   * unique index refused them, or the database gave one of them up for another.
   */
  insertMany(documents: readonly AggregateDocument<State, Event>[]): Promise<ReadonlyMap<string, Error>>;
}

/** What was published is kept for operators; decisions do not need it. */
const WITHOUT_SENT = { sent: 0 };

/** Arrays are appended to, so that a relay that takes published messages off at the same moment is not undone. */
function toUpdate<State, Event>(current: AggregateDocument<State, Event>, next: AggregateDocument<State, Event>): Update<State, Event> {
  const added = {
    history: next.history.slice(current.history.length),
    inbox: next.inbox.slice(current.inbox.length),
    outbox: next.outbox.slice(current.outbox.length),
  };
  const push = Object.entries(added).flatMap(([field, values]) => (values.length === 0 ? [] : [[field, { $each: values }]]));
  const { version, state, sagas, updatedAt, dueAt } = next;
  const update = {
    $set: { version, state, sagas, updatedAt, ...(dueAt ? { dueAt } : {}) },
    ...(dueAt ? {} : { $unset: { dueAt: true } }),
    ...(push.length === 0 ? {} : { $push: Object.fromEntries(push) }),
    ...(added.outbox.length === 0 ? {} : { $min: { outboxSince: updatedAt } }),
  };
  // The driver's types cannot follow paths into a generic document.
  return update as unknown as Update<State, Event>;
}

/** The condition on the version, or the unique id, makes each write one atomic step of one document; nothing more is needed of the server. */
export function createDocumentWriter<State, Event>(collection: () => Collection<State, Event>): DocumentWriter<State, Event> {
  type Document = AggregateDocument<State, Event>;

  async function find(id: string): Promise<Document | null> {
    return (await collection().findOne({ _id: id } as Filter<State, Event>, { projection: WITHOUT_SENT })) as Document | null;
  }

  async function insert(next: Document): Promise<boolean> {
    await collection().insertOne(next as mongoose.mongo.OptionalUnlessRequiredId<Document>, { ignoreUndefined: true });
    return true;
  }

  async function replace(current: Document, next: Document): Promise<boolean> {
    const filter = { _id: next._id, version: current.version } as Filter<State, Event>;
    const { matchedCount } = await collection().updateOne(filter, toUpdate(current, next), { ignoreUndefined: true });
    return matchedCount === 1;
  }

  /** A duplicate of the id is a lost race; a duplicate of anything else is the caller's to judge. */
  async function isLostRace(error: unknown, current: Document | null, id: string): Promise<boolean> {
    return current === null && isDuplicateKey(error) && (await find(id)) !== null;
  }

  return {
    find,
    async findMany(ids) {
      if (ids.length === 0) return [];
      const filter = { _id: { $in: [...ids] } } as Filter<State, Event>;
      return (await collection().find(filter, { projection: WITHOUT_SENT }).toArray()) as Document[];
    },
    async insertMany(documents) {
      if (documents.length === 0) return new Map();
      try {
        const written = documents as unknown as mongoose.mongo.OptionalUnlessRequiredId<Document>[];
        await collection().insertMany(written, { ordered: false, ignoreUndefined: true });
        return new Map();
      } catch (error) {
        // Some of them may be written: looking at each again tells.
        if (isWriteConflict(error)) return new Map(documents.map(({ _id }) => [_id, error as Error]));
        const refused = refusedByUniqueIndex(error);
        if (refused === null) throw error;
        return new Map(documents.flatMap(({ _id }, index) => (refused.has(index) ? [[_id, error as Error] as const] : [])));
      }
    },
    async write(current, next) {
      try {
        return await (current === null ? insert(next) : replace(current, next));
      } catch (error) {
        if (await isLostRace(error, current, next._id)) return false;
        throw error;
      }
    },
  };
}
