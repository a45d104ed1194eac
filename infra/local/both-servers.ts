import { join } from "node:path";
import { startDatabase } from "./servers/database.ts";
import { startNats } from "./servers/nats.ts";
import type { Guard } from "./servers/guard.ts";
import type { Report } from "./servers/report.ts";
import type { ServerExit } from "./servers/server-process.ts";
import type { RunningServer } from "./servers/start-options.ts";

export interface BothServersOptions {
  /** The stack's directory. */
  readonly directory: string;
  readonly report: Report;
  readonly guard: Guard;
  readonly databasePort?: number;
  readonly natsPort?: number;
  readonly databaseSource?: string;
  readonly natsSource?: string;
  readonly disposable?: boolean;
  readonly onDeath?: (exit: ServerExit) => void;
}

/** A stack's two servers. */
export interface BothServers extends AsyncDisposable {
  readonly database: RunningServer;
  readonly nats: RunningServer;
  stop(): Promise<void>;
}

/** Starts the database and NATS side by side: on a new machine both are built, which takes a minute or two. */
export async function startBothServers(options: BothServersOptions): Promise<BothServers> {
  const shared = {
    report: options.report,
    guard: options.guard,
    disposable: options.disposable ?? false,
    ...(options.onDeath === undefined ? {} : { onDeath: options.onDeath }),
  };
  const results = await Promise.allSettled([
    startDatabase({
      ...shared,
      directory: join(options.directory, "database"),
      ...(options.databasePort === undefined ? {} : { port: options.databasePort }),
      ...(options.databaseSource === undefined ? {} : { source: options.databaseSource }),
    }),
    startNats({
      ...shared,
      directory: join(options.directory, "nats"),
      ...(options.natsPort === undefined ? {} : { port: options.natsPort }),
      ...(options.natsSource === undefined ? {} : { source: options.natsSource }),
    }),
  ]);
  const [database, nats] = results;
  if (database.status === "rejected" || nats.status === "rejected") {
    for (const result of results) if (result.status === "fulfilled") await result.value.stop();
    throw database.status === "rejected" ? database.reason : (nats as PromiseRejectedResult).reason;
  }
  const stop = async () => {
    await Promise.all([database.value.stop(), nats.value.stop()]);
  };
  return { database: database.value, nats: nats.value, stop, [Symbol.asyncDispose]: stop };
}
