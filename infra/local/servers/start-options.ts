import type { Guard } from "./guard.ts";
import type { ManagedServer } from "./managed.ts";
import type { Report } from "./report.ts";
import type { ServerExit } from "./server-process.ts";

/** How a database or NATS is started for a stack or a test. */
export interface StartServerOptions {
  /** Where it keeps its data and logs; made when missing. One server uses a directory at a time. */
  readonly directory: string;
  /** The port that clients connect to. @default a free one */
  readonly port?: number | undefined;
  /** @default silent */
  readonly report?: Report | undefined;
  /** Gives the start up when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** What stops it when this process is killed. @default one of its own */
  readonly guard?: Guard | undefined;
  /** Called when one of its processes ends that nobody asked to end. */
  readonly onDeath?: ((exit: ServerExit) => void) | undefined;
  /** @default process.env */
  readonly env?: NodeJS.ProcessEnv;
  /** Take only this source, by its name. */
  readonly source?: string | undefined;
  /** Start one of its own even if the environment names a server that runs: for tests that kill it. @default false */
  readonly own?: boolean;
  /** The data will be thrown away, so it need not be synced to disk. @default false */
  readonly disposable?: boolean | undefined;
}

/** A server that clients can connect to. */
export interface RunningServer extends ManagedServer {
  readonly url: string;
  /** The source that it came from: "documentdb". */
  readonly kind: string;
}
