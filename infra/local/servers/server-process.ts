import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Guard, StopSignal } from "./guard.ts";
import { lastLines } from "./run-command.ts";

export interface ServerProcessOptions {
  /** The name used in messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Standard output and error are appended to it directly, so they do not depend on this process. */
  readonly logFile: string;
  /** What asks it to stop. @default "SIGTERM" */
  readonly stopSignal?: StopSignal;
  /** Time between the request to stop and SIGKILL, in milliseconds. @default 10000 */
  readonly graceMs?: number;
  readonly guard: Guard;
}

export interface ServerExit {
  readonly name: string;
  readonly pid: number;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last lines of its log. */
  readonly logTail: string;
  readonly logFile: string;
}

/** A process that this one started and will stop. */
export interface ServerProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Resolves when it has ended and was reaped. */
  readonly exited: Promise<ServerExit>;
  /** False once it has ended. */
  alive(): boolean;
  signal(signal: NodeJS.Signals): void;
  /** Asks it to stop, kills it when it has not stopped in time, and waits until it is gone. */
  stop(): Promise<void>;
  /** SIGKILL, and waits until it is gone. */
  kill9(): Promise<void>;
}

const LONGEST_LINE = 240;

/** Puts the logs of the last run aside (`x.previous.log`), so that what is shown of a log is of this run. */
export function setLogsAside(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (!name.endsWith(".log") || name.endsWith(".previous.log")) continue;
    renameSync(join(directory, name), join(directory, name.replace(/\.log$/, ".previous.log")));
  }
}

/** The last lines of a log file, shortened; empty when there is none. */
export function logTail(file: string, lines = 8): string {
  try {
    return lastLines(readFileSync(file, "utf8"), lines)
      .split("\n")
      .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}...` : line))
      .join("\n");
  } catch {
    return "";
  }
}

function spawnInto(options: ServerProcessOptions): ChildProcess {
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, "a", 0o600);
  try {
    // A session of its own: Ctrl-C reaches only the command, which then stops everything in the right order.
    return spawn(options.command, [...options.args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: true,
      stdio: ["ignore", log, log],
    });
  } finally {
    closeSync(log);
  }
}

function awaitPid(child: ChildProcess): Promise<number> {
  if (child.pid !== undefined) return Promise.resolve(child.pid);
  return new Promise((_resolve, reject) => child.once("error", reject));
}

/** Starts a process. Rejects when the command cannot be run at all. */
export async function startProcess(options: ServerProcessOptions): Promise<ServerProcess> {
  const { name, logFile, guard, stopSignal = "SIGTERM", graceMs = 10_000 } = options;
  const child = spawnInto(options);
  const exited = new Promise<ServerExit>((resolve) => {
    child.once("exit", (code, signal) => {
      const pid = child.pid ?? 0;
      guard.remove(pid);
      resolve({ name, pid, code, signal, logFile, logTail: logTail(logFile) });
    });
  });
  const pid = await awaitPid(child);
  guard.add(pid, stopSignal);
  const alive = () => child.exitCode === null && child.signalCode === null;
  const signal = (wanted: NodeJS.Signals) => {
    if (alive()) child.kill(wanted);
  };
  return {
    name,
    pid,
    logFile,
    exited,
    alive,
    signal,
    async stop() {
      // A stopped (SIGSTOP) process would sleep through the request.
      signal("SIGCONT");
      signal(stopSignal);
      const timer = setTimeout(() => signal("SIGKILL"), graceMs);
      await exited;
      clearTimeout(timer);
    },
    async kill9() {
      signal("SIGKILL");
      await exited;
    },
  };
}
