import { SetupProblem } from "./problem.ts";
import type { ServerExit, ServerProcess } from "./server-process.ts";

/** A server of one or more processes that was started here. */
export interface ManagedServer extends AsyncDisposable {
  /** Process ids by the name of the process; changes with a restart. */
  readonly pids: Readonly<Record<string, number>>;
  /** SIGKILL to all its processes at once, and waits until they are gone. It stays down until `restart`. */
  kill9(): Promise<void>;
  /** Starts it again on the same data and port, after stopping what still runs. */
  restart(): Promise<void>;
  /** SIGSTOP: it keeps its connections and answers nothing. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  /** Stops it for good. May be called again. */
  stop(): Promise<void>;
}

export interface ManageOptions {
  /** Starts the processes, the ones that others need first; resolves when the server answers. */
  readonly launch: (started: (process: ServerProcess) => void) => Promise<void>;
  /** Kills what does not die with its processes, such as a container. */
  readonly kill?: (processes: readonly ServerProcess[]) => Promise<void>;
  /** Called when a process ends that nobody asked to end. */
  readonly onDeath?: ((exit: ServerExit) => void) | undefined;
}

/** Starts a server and keeps it: what was launched is what is killed, restarted and stopped. */
export async function manageServer(options: ManageOptions): Promise<ManagedServer> {
  let running: ServerProcess[] = [];
  const expected = new WeakSet<ServerProcess>();

  const watch = async (server: ServerProcess) => {
    const exit = await server.exited;
    if (!expected.has(server)) options.onDeath?.(exit);
  };
  const end = async () => {
    const stopping = running.toReversed();
    running = [];
    for (const server of stopping) expected.add(server);
    for (const server of stopping) await server.stop();
  };
  const launch = async () => {
    try {
      await options.launch((server) => {
        running.push(server);
      });
    } catch (error) {
      await end();
      throw error;
    }
    for (const server of running) void watch(server);
  };

  await launch();
  return {
    get pids() {
      return Object.fromEntries(running.map((server) => [server.name, server.pid]));
    },
    async kill9() {
      const killed = running;
      running = [];
      for (const server of killed) expected.add(server);
      await options.kill?.(killed);
      await Promise.all(killed.map((server) => server.kill9()));
    },
    async restart() {
      await end();
      await launch();
    },
    pause() {
      for (const server of running) server.signal("SIGSTOP");
    },
    resume() {
      for (const server of running) server.signal("SIGCONT");
    },
    stop: end,
    [Symbol.asyncDispose]: end,
  };
}

export interface ReadyOptions {
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** Waits until `ready` says yes; fails at once when the process has ended or the start is given up, and after the deadline otherwise. */
export async function untilReady(
  server: ServerProcess,
  { deadlineMs, signal }: ReadyOptions,
  ready: () => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  let exit: ServerExit | undefined;
  void server.exited.then((seen) => {
    exit = seen;
  });
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    if (await ready()) return;
    if (exit !== undefined) throw new ServerEndedError(exit);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new SetupProblem(`${server.name} did not answer within ${deadlineMs / 1000} s.`, [`Its log is ${server.logFile}`]);
}

/** A server ended while it was being started. */
export class ServerEndedError extends SetupProblem {
  readonly exit: ServerExit;

  constructor(exit: ServerExit) {
    super(`${exit.name} ended ${describeExit(exit)} while it was being started:\n${exit.logTail}`, [`Its log is ${exit.logFile}`]);
    this.exit = exit;
  }
}

/** "with exit code 1", "by SIGKILL". */
export function describeExit(exit: { readonly code: number | null; readonly signal: string | null }): string {
  return exit.signal === null ? `with exit code ${exit.code ?? "unknown"}` : `by ${exit.signal}`;
}
