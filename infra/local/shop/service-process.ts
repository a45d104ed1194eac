import { join } from "node:path";
import { ROOT } from "../checkout.ts";
import type { Guard } from "../servers/guard.ts";
import { type ManagedServer, manageServer, untilReady } from "../servers/managed.ts";
import { SetupProblem } from "../servers/problem.ts";
import { logTail, type ServerExit, startProcess } from "../servers/server-process.ts";
import { listensOn } from "./listens-on.ts";

const READY_MS = 60_000;
/** Longer than a service takes to drain by itself (SHUTDOWN_TIMEOUT_MS). */
const GRACE_MS = 15_000;

export interface ServiceProcessOptions {
  readonly name: string;
  /** From the root of the checkout. */
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly origin: string;
  /** Whether others answer at that address, too. */
  readonly sharesPort: boolean;
  readonly logFile: string;
  readonly guard: Guard;
  readonly onDeath: (exit: ServerExit) => void;
  readonly signal: AbortSignal;
}

/** What services get from this process's environment: nothing by which one could come to know another's secrets or servers. */
const INHERITED = [
  "PATH",
  "HOME",
  "TMPDIR",
  "LANG",
  "TZ",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "LOG_LEVEL",
  "OTEL_EXPORTER_OTLP_ENDPOINT",
];

function inherited(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    INHERITED.flatMap((name) => {
      const value = env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Asks whether a service is ready; otherwise says why not. */
async function askReady(origin: string): Promise<true | string> {
  try {
    const response = await fetch(`${origin}/health/ready`, { signal: AbortSignal.timeout(3_000) });
    return response.ok ? true : `it answers ${response.status} ${(await response.text()).slice(0, 200)}`;
  } catch {
    return "nothing answers";
  }
}

/** Starts a service as a process of Bun and waits until it is ready. */
export function startServiceProcess(options: ServiceProcessOptions): Promise<ManagedServer> {
  return manageServer({
    onDeath: options.onDeath,
    async launch(started) {
      const server = await startProcess({
        name: options.name,
        command: process.execPath,
        args: [join(ROOT, options.entry)],
        cwd: ROOT,
        env: { ...inherited(process.env), ...options.env },
        logFile: options.logFile,
        graceMs: GRACE_MS,
        guard: options.guard,
      });
      started(server);
      let reason = "nothing answers";
      const port = Number(new URL(options.origin).port);
      const ready = async () => {
        // Any of those that share a port may answer; a service listens only once it has started.
        if (options.sharesPort && !listensOn(server.pid, port)) return false;
        const answer = await askReady(options.origin);
        if (answer !== true) reason = answer;
        return answer === true;
      };
      await untilReady(server, { deadlineMs: READY_MS, signal: options.signal }, ready).catch((cause: unknown) => {
        if (!server.alive() || options.signal.aborted) throw cause;
        const advice = [`Its log is ${options.logFile}; it ends with:`, ...logTail(options.logFile, 5).split("\n")];
        throw new SetupProblem(`${options.name} was not ready after ${READY_MS / 1000} s: ${reason}.`, advice, { cause });
      });
    },
  });
}
