import mongoose from "mongoose";
import type { Clock } from "../clock/index.ts";
import type { Stoppable } from "../lifecycle/index.ts";
import type { Log } from "../log/index.ts";
import { untilAvailable } from "../resilience/index.ts";
import { isTracing } from "../telemetry/index.ts";
import { traceCommands } from "./command-spans.ts";

export { ensureIndexes } from "./indexes.ts";

export interface Database extends Stoppable {
  readonly connection: mongoose.Connection;
  /** Whether the server answers a ping now. */
  ready(): Promise<boolean>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly database: string;
  readonly clock: Clock;
  readonly log: Log;
  /** How long to wait for a server that is not up yet. @default 30000 */
  readonly startTimeoutMs?: number;
  /** Connections held open at most. @default 20 */
  readonly poolSize?: number;
  /** How long a server may be silent while it is asked something, in milliseconds. @default 20000 */
  readonly silenceMs?: number;
}

/**
 * Connects to the database of one subgraph. Writes are acknowledged by a majority and journaled. Every wait is bounded: a server that accepts
 * connections and never answers would otherwise hold requests for ever.
 * @throws DependencyUnavailableError when no server answered in time.
 */
export async function connectDatabase(options: DatabaseOptions): Promise<Database> {
  const { url, database, clock, log, startTimeoutMs: timeoutMs = 30_000 } = options;
  const connection = mongoose.createConnection();
  const settings = {
    dbName: database,
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    maxPoolSize: options.poolSize ?? 20,
    serverSelectionTimeoutMS: 5_000,
    connectTimeoutMS: 5_000,
    socketTimeoutMS: options.silenceMs ?? 20_000,
    // The client prepares events for every command as soon as somebody might listen.
    // Left to the address where nothing is traced: it may ask for it by itself.
    ...(isTracing() ? { monitorCommands: true } : {}),
    writeConcern: { w: "majority", journal: true },
  } as const;
  try {
    await untilAvailable(() => connection.openUri(url, settings), { dependency: "database", timeoutMs, clock, log });
  } catch (error) {
    await connection.close();
    throw error;
  }
  if (isTracing()) traceCommands(connection.getClient());
  return {
    connection,
    async ready() {
      await connection.db?.command({ ping: 1 });
      return connection.readyState === mongoose.ConnectionStates.connected;
    },
    stop: () => connection.close(),
  };
}

const DUPLICATE_KEY = 11_000;

/** Whether a write was refused by a unique index. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

/**
 * The positions of those documents of an unordered write that a unique index refused; the others were written. Null when anything else was in
 * the way, so that it is not known what was written.
 */
export function refusedByUniqueIndex(error: unknown): ReadonlySet<number> | null {
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) return null;
  const failures = [error.writeErrors].flat();
  return failures.length > 0 && failures.every(({ code }) => code === DUPLICATE_KEY) ? new Set(failures.map(({ index }) => index)) : null;
}
