import mongoose from "mongoose";
import { type Document, own, type Value, valuesAt } from "./own.ts";
import { equalitiesOf, type Filter, matches, type Order, type Projection, projected, sorted } from "./query.ts";
import { type Update, updated } from "./update.ts";

export interface Look {
  readonly projection?: Projection;
  readonly sort?: Order;
  readonly limit?: number;
}

export interface WriteOptions {
  readonly ignoreUndefined: boolean;
  readonly upsert?: boolean;
}

/** One collection on the server: each call is one atomic step on one document, or a look at many. */
export interface SimulatedCollection {
  readonly name: string;
  documents(): readonly Document[];
  find(filter: Filter, look?: Look): readonly Document[];
  /** @throws MongoServerError 11000 */
  insert(document: Value, options: WriteOptions): void;
  /** The document before and after; null when there is none. @throws MongoServerError 11000 */
  update(filter: Filter, update: Update, options: WriteOptions): { readonly before: Document | null; readonly after: Document } | null;
  addUnique(fields: readonly string[]): void;
}

/** Told of every write, at its instant. */
export type OnWrite = (written: { readonly collection: string; readonly before: Document | null; readonly after: Document }) => void;

/** One database: single documents are atomic, unique indexes hold, and nothing else is promised. */
export interface SimulatedDatabase {
  readonly name: string;
  collection(name: string): SimulatedCollection;
  readonly collections: ReadonlyMap<string, SimulatedCollection>;
}

const DUPLICATE_KEY = 11_000;

export function duplicateKey(collection: string, key: string): Error {
  return new mongoose.mongo.MongoServerError({
    message: `E11000 duplicate key error collection: ${collection} ${key}`,
    code: DUPLICATE_KEY,
  });
}

function createCollection(name: string, onWrite: OnWrite): SimulatedCollection {
  const documents = new Map<string, Document>();
  const uniques: (readonly (readonly string[])[])[] = [];

  const keyOf = (document: Document, paths: readonly (readonly string[])[]) =>
    JSON.stringify(paths.map((path) => valuesAt(document, path)[0] ?? null));

  function refuseDuplicates(next: Document): void {
    for (const paths of uniques) {
      const key = keyOf(next, paths);
      for (const other of documents.values()) {
        if (other._id !== next._id && keyOf(other, paths) === key) throw duplicateKey(name, key);
      }
    }
  }

  function put(before: Document | null, next: Document): void {
    if (before === null && documents.has(next._id)) throw duplicateKey(name, next._id);
    refuseDuplicates(next);
    documents.set(next._id, next);
    onWrite({ collection: name, before, after: next });
  }

  /** Ids are looked up, everything else is looked through: there are few documents. */
  function candidates(filter: Filter): Iterable<Document> {
    const id = filter["_id"];
    if (typeof id !== "string") return documents.values();
    const found = documents.get(id);
    return found === undefined ? [] : [found];
  }

  function find(filter: Filter, { projection, sort, limit }: Look = {}): readonly Document[] {
    let found: readonly Document[] = [...candidates(filter)].filter((document) => matches(document, filter));
    if (sort !== undefined) found = sorted(found, sort);
    if (limit !== undefined) found = found.slice(0, limit);
    return projection === undefined ? found : found.map((document) => projected(document, projection));
  }

  return {
    name,
    documents: () => [...documents.values()],
    find,
    insert: (document, { ignoreUndefined }) => put(null, own(document, ignoreUndefined) as Document),
    update(filter, update, { ignoreUndefined, upsert = false }) {
      const [before = null] = find(filter, { limit: 1 });
      if (before === null && !upsert) return null;
      const after = updated(before ?? (equalitiesOf(filter) as Document), update, ignoreUndefined);
      put(before, after);
      return { before, after };
    },
    addUnique(fields) {
      const paths = fields.map((field) => field.split("."));
      if (!uniques.some((known) => JSON.stringify(known) === JSON.stringify(paths))) uniques.push(paths);
    },
  };
}

export function createDatabase(name: string, onWrite: OnWrite): SimulatedDatabase {
  const collections = new Map<string, SimulatedCollection>();
  return {
    name,
    collections,
    collection(of) {
      const known = collections.get(of);
      if (known !== undefined) return known;
      const made = createCollection(of, onWrite);
      collections.set(of, made);
      return made;
    },
  };
}
