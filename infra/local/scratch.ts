import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { acquireLock, LockHeldError } from "./bootstrap/lock.mjs";
import { ROOT } from "./checkout.ts";

/** A directory for servers whose data nobody needs afterwards. */
export interface Scratch extends AsyncDisposable {
  readonly directory: string;
  /** Removes it. */
  remove(): Promise<void>;
}

/** Removes what commands left that were killed: their lock is free. */
async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    try {
      const release = await acquireLock(join(parent, name, "lock"));
      await release();
    } catch (error) {
      if (error instanceof LockHeldError) continue;
      throw error;
    }
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

/** Makes a directory of its own below `.local/scratch`; those of commands that were killed are removed first. */
export async function createScratch(purpose: string): Promise<Scratch> {
  const parent = join(ROOT, ".local", "scratch");
  await mkdir(parent, { recursive: true });
  await removeAbandoned(parent);
  const directory = join(parent, `${purpose}-${process.pid}`);
  const release = await acquireLock(join(directory, "lock"));
  const remove = async () => {
    await release();
    await rm(directory, { recursive: true, force: true });
  };
  return { directory, remove, [Symbol.asyncDispose]: remove };
}
