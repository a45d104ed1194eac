import { readFileSync } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";

const POLL_MS = 250;
/** Breaking a lock takes milliseconds; a breaker older than this was left by a process that died in between. */
const BREAKER_STALE_MS = 10_000;

/** When a process started, as the kernel counts it: tells a process from a later one with its number. Empty for a zombie. */
function startOf(pid) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return fields[0] === "Z" ? "" : (fields[19] ?? "");
  } catch {
    return "";
  }
}

function isAlive({ pid, start }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return start === "" || startOf(pid) === start;
}

async function readHolder(file) {
  try {
    const holder = JSON.parse(await readFile(file, "utf8"));
    return typeof holder.pid === "number" ? { pid: holder.pid, start: String(holder.start ?? "") } : undefined;
  } catch {
    return undefined;
  }
}

async function createExclusive(file, text) {
  try {
    const handle = await open(file, "wx", 0o600);
    await handle.writeFile(text);
    await handle.close();
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

async function ageMs(file) {
  try {
    return Date.now() - (await stat(file)).mtimeMs;
  } catch {
    return 0;
  }
}

/** Removes the lock of a dead holder. A second lock around it keeps two finders from removing each other's fresh lock. */
async function breakStale(file) {
  const breaker = `${file}.break`;
  if ((await ageMs(breaker)) > BREAKER_STALE_MS) await rm(breaker, { force: true });
  if (!(await createExclusive(breaker, String(process.pid)))) return;
  try {
    const holder = await readHolder(file);
    const dead = holder === undefined ? (await ageMs(file)) > BREAKER_STALE_MS : !isAlive(holder);
    if (dead) {
      await rename(file, `${file}.stale`).catch(() => undefined);
      await rm(`${file}.stale`, { force: true });
    }
  } finally {
    await rm(breaker, { force: true });
  }
}

export class LockHeldError extends Error {
  constructor(file, pid) {
    super(`${file} is held by process ${pid}`);
    this.name = "LockHeldError";
    this.pid = pid;
  }
}

export async function acquireLock(file, { waitMs = 0, onWait } = {}) {
  await mkdir(dirname(file), { recursive: true });
  const text = JSON.stringify({ pid: process.pid, start: startOf(process.pid) });
  const startedAt = Date.now();
  for (;;) {
    if (await createExclusive(file, text)) return () => rm(file, { force: true });
    const holder = await readHolder(file);
    if (holder === undefined || !isAlive(holder)) {
      await breakStale(file);
    } else if (Date.now() - startedAt >= waitMs) {
      throw new LockHeldError(file, holder.pid);
    } else {
      onWait?.(holder.pid, Date.now() - startedAt);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
