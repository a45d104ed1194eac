import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { acquireLock, LockHeldError } from "../bootstrap/lock.mjs";
import { freePort } from "./free-port.ts";
import { startGuard } from "./guard.ts";
import { type LookUpResult, lookUp } from "./look-up.ts";
import type { ManagedServer } from "./managed.ts";
import { SetupProblem } from "./problem.ts";
import { silentReport } from "./report.ts";
import { setLogsAside } from "./server-process.ts";
import type { Source, Usable } from "./source.ts";
import type { RunningServer, StartServerOptions } from "./start-options.ts";

export interface ServerKind {
  /** "database", "NATS". */
  readonly title: string;
  readonly sources: readonly Source[];
  readonly urlOf: (port: number) => string;
  readonly advice: readonly string[];
}

/** Thrown for attempts to stop or kill a server that somebody else runs. */
export class NotOwnedError extends Error {
  override readonly name = "NotOwnedError";

  constructor(url: string) {
    super(`${url} was started by somebody else; it is not ours to stop`);
  }
}

const NEVER = new AbortController().signal;

function givenServer(url: string): RunningServer {
  const refuse = (): never => {
    throw new NotOwnedError(url);
  };
  return {
    url,
    kind: "given",
    pids: {},
    kill9: async () => refuse(),
    restart: async () => refuse(),
    pause: refuse,
    resume: refuse,
    stop: async () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function lockDirectory(directory: string, title: string): Promise<() => Promise<void>> {
  try {
    return await acquireLock(join(directory, "lock"), { waitMs: 2_000 });
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    throw new SetupProblem(`The ${title} directory ${directory} is in use by process ${error.pid}.`, [
      "Stop that command, or choose another stack with --stack NAME.",
    ]);
  }
}

/** The rest of a server's life: stopping it also gives its directory back. */
function releasing(server: ManagedServer, { url, kind }: { url: string; kind: string }, release: () => Promise<void>): RunningServer {
  let stopped: Promise<void> | undefined;
  const stopAndRelease = async () => {
    try {
      await server.stop();
    } finally {
      await release();
    }
  };
  const stop = () => {
    stopped ??= stopAndRelease();
    return stopped;
  };
  return {
    url,
    kind,
    get pids() {
      return server.pids;
    },
    kill9: () => server.kill9(),
    restart: () => server.restart(),
    pause: () => server.pause(),
    resume: () => server.resume(),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

interface Choice {
  readonly usable: Usable;
  readonly source: string;
}

async function launch(kind: ServerKind, choice: Choice, options: StartServerOptions): Promise<RunningServer> {
  const { directory, report = silentReport } = options;
  const unlock = await lockDirectory(directory, kind.title);
  setLogsAside(directory);
  const guard = options.guard ?? (await startGuard(join(directory, "processes.json")));
  const release = async () => {
    if (options.guard === undefined) await guard.close();
    await unlock();
  };
  try {
    const port = options.port ?? (await freePort());
    const signal = options.signal ?? NEVER;
    const request = { directory, port, report, signal, guard, onDeath: options.onDeath, disposable: options.disposable ?? false };
    const server = await report.stage(`starting ${kind.title} on port ${port}`, () => choice.usable.launch(request));
    await writeFile(join(directory, "source"), choice.source);
    return releasing(server, { url: kind.urlOf(port), kind: choice.source }, release);
  } catch (error) {
    await release();
    throw error;
  }
}

async function find(kind: ServerKind, options: StartServerOptions): Promise<LookUpResult> {
  const previous = await readFile(join(options.directory, "source"), "utf8").catch(() => undefined);
  return lookUp({
    wanted: kind.title,
    sources: options.own === true ? kind.sources.filter(({ name }) => name !== "given") : kind.sources,
    previous,
    only: options.source,
    report: options.report ?? silentReport,
    signal: options.signal ?? NEVER,
    advice: kind.advice,
  });
}

/** Finds a server by its look-up order and starts it, unless it is a given one. */
export async function startServer(kind: ServerKind, options: StartServerOptions): Promise<RunningServer> {
  await mkdir(options.directory, { recursive: true });
  const { source, found } = await find(kind, options);
  return found.kind === "given" ? givenServer(found.url) : launch(kind, { usable: found, source }, options);
}
