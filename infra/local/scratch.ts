import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { acquireLock, LockHeldError } from "./bootstrap/lock.mjs";
import { ROOT } from "./checkout.ts";
import { stopLeftovers } from "./servers/guard.ts";

/** A directory for servers whose data nobody needs afterwards. */
export interface Scratch extends AsyncDisposable {
  readonly directory: string;
  /** Removes it. */
  remove(): Promise<void>;
}

const LOCAL = join(ROOT, ".local");
const PARENT = join(LOCAL, "scratch");

/** What runs in a scratch directory is written down in it, or one level deeper. */
async function stopWhatRunsIn(directory: string): Promise<void> {
  const names = ["processes.json", "shop-processes.json", join("database", "processes.json"), join("nats", "processes.json")];
  for (const name of names) if (existsSync(join(directory, name))) await stopLeftovers(join(directory, name));
}

async function removeIfAbandoned(directory: string): Promise<void> {
  try {
    const release = await acquireLock(join(directory, "lock"));
    await release();
  } catch (error) {
    if (error instanceof LockHeldError) return;
    throw error;
  }
  await stopWhatRunsIn(directory);
  await rm(directory, { recursive: true, force: true });
}

/** Makes a directory of its own below `.local/scratch`; those of commands that were killed are removed first. */
export async function createScratch(purpose: string): Promise<Scratch> {
  await mkdir(PARENT, { recursive: true });
  // While one command looks for what was abandoned, no other may be between making its directory and locking it.
  const alone = await acquireLock(join(LOCAL, "scratch.lock"), { waitMs: 60_000 });
  try {
    for (const name of await readdir(PARENT)) await removeIfAbandoned(join(PARENT, name));
    const directory = join(PARENT, `${purpose}-${process.pid}-${randomBytes(3).toString("hex")}`);
    const release = await acquireLock(join(directory, "lock"));
    const remove = async () => {
      await release();
      await rm(directory, { recursive: true, force: true });
    };
    return { directory, remove, [Symbol.asyncDispose]: remove };
  } finally {
    await alone();
  }
}
