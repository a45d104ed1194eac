import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

/** Signals that ask a process to stop. */
export type StopSignal = "SIGTERM" | "SIGINT" | "SIGQUIT";

/**
 * A small process beside this one that stops what this one started if it should vanish without doing so (`kill -9`, a crash).
 * It lives in a session of its own, and sees the end of this process as the end of its standard input.
 */
export interface Guard extends AsyncDisposable {
  /** From now on the process is stopped with this one. Later additions are stopped first. */
  add(pid: number, signal: StopSignal): void;
  remove(pid: number): void;
  addContainer(engine: string, name: string): void;
  removeContainer(engine: string, name: string): void;
  /** Ends the guard. What is still on its list is stopped. */
  close(): Promise<void>;
}

interface Entry {
  readonly pid: number;
  readonly start: string;
}

const LEFTOVER_GRACE_MS = 8_000;

/**
 * When a process started, as the kernel counts it: tells it from a later one with its number. Empty where that cannot be known, and
 * for a zombie, which is gone but for its entry.
 */
export function processStart(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? "" : (fields[19] ?? "");
  } catch {
    return "";
  }
}

function isEntry(value: unknown): value is Entry {
  return (
    typeof value === "object" &&
    value !== null &&
    "pid" in value &&
    "start" in value &&
    typeof value.pid === "number" &&
    typeof value.start === "string"
  );
}

async function readEntries(file: string): Promise<readonly Entry[]> {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    return Array.isArray(value) ? value.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function stillRuns({ pid, start }: Entry): boolean {
  return start !== "" && processStart(pid) === start;
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}

/** Stops what a command left running that was killed together with its guard, by the registry that it wrote; newest first. */
export async function stopLeftovers(registry: string): Promise<void> {
  for (const entry of (await readEntries(registry)).toReversed()) {
    const deadline = Date.now() + LEFTOVER_GRACE_MS;
    if (stillRuns(entry)) send(entry.pid, "SIGTERM");
    while (stillRuns(entry) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
    if (stillRuns(entry)) send(entry.pid, "SIGKILL");
  }
  await rm(registry, { force: true });
}

function startWatching() {
  const script = fileURLToPath(new URL("guard.sh", import.meta.url));
  const child = spawn("/bin/sh", [script], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  child.on("error", () => undefined);
  child.stdin.on("error", () => undefined);
  child.unref();
  return child.stdin;
}

/**
 * Starts a guard; one is enough for all that a command starts.
 * @param registry a file that lists what runs under the guard. What it lists from before is stopped first, so the caller
 * must hold the lock of the directory it is in.
 */
export async function startGuard(registry: string): Promise<Guard> {
  await mkdir(dirname(registry), { recursive: true });
  await stopLeftovers(registry);
  const watcher = startWatching();
  const entries = new Map<number, Entry>();
  let writing = Promise.resolve();
  const record = () => {
    const text = JSON.stringify([...entries.values()]);
    writing = writing.then(() => writeFile(registry, text)).catch(() => undefined);
  };
  const close = async () => {
    watcher.end();
    await writing;
    if (entries.size === 0) await rm(registry, { force: true });
  };
  return {
    add(pid, signal) {
      watcher.write(`add ${pid} ${signal.slice(3)}\n`);
      entries.set(pid, { pid, start: processStart(pid) });
      record();
    },
    remove(pid) {
      watcher.write(`remove ${pid}\n`);
      entries.delete(pid);
      record();
    },
    addContainer: (engine, name) => void watcher.write(`container ${engine} ${name}\n`),
    removeContainer: (engine, name) => void watcher.write(`uncontainer ${engine} ${name}\n`),
    close,
    [Symbol.asyncDispose]: close,
  };
}
