import type { Database } from "@mercato/chassis/mongo";
import mongoose from "mongoose";
import type { Asking, Wire } from "../kernel/wire.ts";
import type { Document, Value } from "./own.ts";
import { type Filter, type Order, UnknownOperatorError } from "./query.ts";
import type { Look, SimulatedCollection, SimulatedDatabase, WriteOptions } from "./server.ts";
import type { Update } from "./update.ts";

export interface ConnectionOptions {
  readonly wire: Wire;
  readonly database: SimulatedDatabase;
  /** Whether the server is away. */
  readonly away: () => boolean;
}

type DriverOptions = { readonly ignoreUndefined?: boolean; readonly upsert?: boolean };

interface BulkWrite {
  readonly updateOne: { readonly filter: Filter; readonly update: Update; readonly upsert?: boolean };
}

const WRITE_CONFLICT = 112;

function toWriteOptions({ ignoreUndefined = false, upsert = false }: DriverOptions = {}): WriteOptions {
  return { ignoreUndefined, upsert };
}

function bulkError(failures: readonly { readonly index: number; readonly code: unknown }[]): Error {
  const result = { getWriteConcernError: () => undefined } as unknown as ConstructorParameters<
    typeof mongoose.mongo.MongoBulkWriteError
  >[1];
  return new mongoose.mongo.MongoBulkWriteError(
    { message: "E11000 duplicate key error", code: 11_000, writeErrors: failures as never } as never,
    result,
  );
}

/** What the shop uses of a driver's collection, and no more: what is missing is a type error of the test, not a silent success. */
function clientOf(collection: SimulatedCollection, { wire, away }: ConnectionOptions) {
  const common = {
    away,
    broken: () => new mongoose.mongo.MongoNetworkError("the connection to the database broke"),
    faults: { lost: "write-lost", unheard: "answer-lost" },
  } as const satisfies Partial<Asking<unknown>>;
  const conflict = () => new mongoose.mongo.MongoServerError({ message: "WriteConflict", code: WRITE_CONFLICT });

  async function read<T>(what: string, part: () => T): Promise<T> {
    const [result] = await wire.ask<T>({ ...common, site: `${what} ${collection.name}`, effect: false, parts: [part], conflict: null });
    return result as T;
  }

  const writeAll = <T>(what: string, parts: readonly (() => T)[]) =>
    wire.ask<T>({ ...common, site: `${what} ${collection.name}`, effect: true, parts, conflict });

  async function write<T>(what: string, part: () => T): Promise<T> {
    const [result] = await writeAll(what, [part]);
    return result as T;
  }

  function cursor(filter: Filter, look: Look) {
    return {
      sort: (sort: Order) => cursor(filter, { ...look, sort }),
      limit: (limit: number) => cursor(filter, { ...look, limit }),
      toArray: () => read("find", () => collection.find(filter, look)),
      next: () => read("find", () => collection.find(filter, { ...look, limit: 1 })[0] ?? null),
    };
  }

  return {
    collectionName: collection.name,
    createIndex: async (fields: Readonly<Record<string, unknown>>, { unique = false }: { readonly unique?: boolean } = {}) => {
      if (unique) collection.addUnique(Object.keys(fields));
    },
    findOne: (filter: Filter, look: Look = {}) => read("findOne", () => collection.find(filter, { ...look, limit: 1 })[0] ?? null),
    find: cursorOf,
    countDocuments: (filter: Filter) => read("count", () => collection.find(filter).length),
    async insertOne(document: Document, options?: DriverOptions) {
      await write("insert", () => collection.insert(document, toWriteOptions(options)));
      return { acknowledged: true, insertedId: document._id };
    },
    async insertMany(documents: readonly Document[], options: DriverOptions & { readonly ordered?: boolean } = {}) {
      if (options.ordered !== false) throw new UnknownOperatorError("an ordered insertMany");
      const outcomes = await writeAll(
        "insertMany",
        documents.map((document) => () => attempt(() => collection.insert(document, toWriteOptions(options)))),
      );
      const failures = outcomes.flatMap((code, index) => (code === null ? [] : [{ index, code }]));
      if (failures.length > 0) throw bulkError(failures);
      return { acknowledged: true, insertedCount: documents.length };
    },
    async updateOne(filter: Filter, update: Update, options?: DriverOptions) {
      const found = await write("update", () => collection.update(filter, update, toWriteOptions(options)));
      const isNew = found !== null && found.before === null;
      return { acknowledged: true, matchedCount: found === null || isNew ? 0 : 1, upsertedCount: isNew ? 1 : 0 };
    },
    async findOneAndUpdate(filter: Filter, update: Update, options: DriverOptions & { readonly returnDocument?: "after" } = {}) {
      if (options.returnDocument !== "after") throw new UnknownOperatorError("findOneAndUpdate of what was before");
      return (await write("findOneAndUpdate", () => collection.update(filter, update, toWriteOptions(options))))?.after ?? null;
    },
    async bulkWrite(writes: readonly BulkWrite[]) {
      const parts = writes.map((one) => {
        if (Object.keys(one).join() !== "updateOne") throw new UnknownOperatorError(`a bulk write of ${Object.keys(one).join()}`);
        const { filter, update, upsert = false } = one.updateOne;
        return () => (collection.update(filter, update, { ignoreUndefined: false, upsert }) === null ? 0 : 1);
      });
      const matched = await writeAll<number>("bulkWrite", parts);
      return { matchedCount: matched.reduce((sum, one) => sum + one, 0) };
    },
  };

  function cursorOf(filter: Filter, look: Look = {}) {
    return cursor(filter, look);
  }
}

/** Null when it worked, else the code of the refusal. */
function attempt(work: () => void): Value {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof mongoose.mongo.MongoServerError) return error.code;
    throw error;
  }
}

/** A collection as the shop's stores see it. */
export type ClientCollection = ReturnType<typeof clientOf>;
/** Put around a collection: where bugs are planted. */
export type WrapCollection = (collection: ClientCollection, database: string) => ClientCollection;

/**
 * The database port: what stands in for a mongoose connection. The stores above it, their filters, updates, retries and conflicts, are the
 * shop's own.
 */
export function connectSimulated(options: ConnectionOptions, wrap: WrapCollection = (collection) => collection): Database {
  const { database } = options;
  const clients = new Map<string, ClientCollection>();
  const client = (name: string) => {
    const known = clients.get(name) ?? wrap(clientOf(database.collection(name), options), database.name);
    clients.set(name, known);
    return known;
  };
  const connection = {
    name: database.name,
    model(_name: string, schema: mongoose.Schema, collection: string) {
      return {
        collection: client(collection),
        async createIndexes() {
          for (const [fields, { unique }] of schema.indexes()) {
            if (unique === true) database.collection(collection).addUnique(Object.keys(fields));
          }
        },
      };
    },
    getClient: () => ({ db: () => ({ collection: client }) }),
  };
  return {
    // All that the shop asks of a connection is here.
    connection: connection as unknown as mongoose.Connection,
    ready: async () => !options.away(),
    stop: async () => undefined,
  };
}
