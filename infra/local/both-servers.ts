import { join } from "node:path";
import { startDatabase } from "./servers/database.ts";
import type { Guard } from "./servers/guard.ts";
import { startNats } from "./servers/nats.ts";
import type { Report } from "./servers/report.ts";
import type { ServerExit } from "./servers/server-process.ts";
import type { RunningServer } from "./servers/start-options.ts";

export interface BothServersOptions {
  /** The stack's directory. */
  readonly directory: string;
  readonly report: Report;
  readonly guard: Guard;
  /** Gives the start up when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  readonly databasePort?: number | undefined;
  readonly natsPort?: number | undefined;
  readonly databaseSource?: string | undefined;
  readonly natsSource?: string | undefined;
  readonly disposable?: boolean | undefined;
  readonly onDeath?: ((exit: ServerExit) => void) | undefined;
}

/** A stack's two servers. */
export interface BothServers extends AsyncDisposable {
  readonly database: RunningServer;
  readonly nats: RunningServer;
  stop(): Promise<void>;
}

/** Starts the database and NATS side by side: on a new machine both are built, which takes a minute or two. */
export async function startBothServers(options: BothServersOptions): Promise<BothServers> {
  const { directory, report, guard, disposable, onDeath } = options;
  const failed = new AbortController();
  const signal = options.signal === undefined ? failed.signal : AbortSignal.any([options.signal, failed.signal]);
  const shared = { report, guard, signal, disposable, onDeath };
  const starts = [
    startDatabase({ ...shared, directory: join(directory, "database"), port: options.databasePort, source: options.databaseSource }),
    startNats({ ...shared, directory: join(directory, "nats"), port: options.natsPort, source: options.natsSource }),
  ] as const;
  try {
    const [database, nats] = await Promise.all(starts);
    const stop = async () => {
      await Promise.all([database.stop(), nats.stop()]);
    };
    return { database, nats, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    // A minute of building the one is of no use without the other; and neither may be left running.
    failed.abort();
    for (const start of starts) await start.then((server) => server.stop()).catch(() => undefined);
    throw error;
  }
}
