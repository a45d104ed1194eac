import { access, mkdir, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { acquireLock } from "../bootstrap/lock.mjs";
import { SetupProblem } from "./problem.ts";
import { runCommand } from "./run-command.ts";
import type { InstallRequest } from "./source.ts";

const INSTALL_WAIT_MS = 20 * 60_000;

/** Where downloads and builds are kept: MERCATO_CACHE, else the user's cache directory. */
export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  const chosen = env["MERCATO_CACHE"];
  if (chosen !== undefined && chosen !== "") return chosen;
  const base = env["XDG_CACHE_HOME"];
  return join(base === undefined || base === "" ? join(homedir(), ".cache") : base, "mercato");
}

export interface CacheItem {
  readonly cache: string;
  readonly name: string;
  readonly version: string;
}

/** The folder of a finished item. */
export function itemFolder({ cache, name, version }: CacheItem): string {
  return join(cache, name, version);
}

/** Whether an item is in the cache, whole. */
export async function isCached(item: CacheItem): Promise<boolean> {
  try {
    await access(itemFolder(item));
    return true;
  } catch {
    return false;
  }
}

/** Removes a tree without crossing into anything mounted below it. */
async function removeTree(folder: string): Promise<void> {
  if (process.platform === "linux") await runCommand("rm", ["-rf", "--one-file-system", "--", folder]);
  else await rm(folder, { recursive: true, force: true });
}

async function prepare(parent: string): Promise<void> {
  try {
    await mkdir(parent, { recursive: true });
  } catch (cause) {
    throw new SetupProblem(`The cache ${parent} cannot be written.`, ["Set MERCATO_CACHE to a directory that you own."], { cause });
  }
}

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (name.endsWith(".partial")) await removeTree(join(parent, name));
  }
}

export interface ProvideOptions extends CacheItem, InstallRequest {
  /** Said while it is made: "building FerretDB 2.7.0". */
  readonly title: string;
  /** Fills the folder; what it makes is moved into its place only when it is whole. */
  readonly make: (folder: string, detail: (text: string) => void) => Promise<void>;
}

/** The folder of an item, which is made first when it is missing. Of two that want it at once, one makes it and the other waits. */
export async function provide(options: ProvideOptions): Promise<string> {
  const folder = itemFolder(options);
  if (await isCached(options)) return folder;
  const parent = join(options.cache, options.name);
  await prepare(parent);
  const release = await acquireLock(join(parent, "install.lock"), { waitMs: INSTALL_WAIT_MS, onWait: sayWaiting(options) });
  try {
    if (await isCached(options)) return folder;
    await removeLeftovers(parent);
    const partial = join(parent, `${options.version}.${process.pid}.partial`);
    await mkdir(partial);
    await options.report
      .stage(options.title, (detail) => options.make(partial, detail))
      .catch(async (error: unknown) => {
        await removeTree(partial);
        throw error;
      });
    await rename(partial, folder);
  } finally {
    await release();
  }
  return folder;
}

function sayWaiting({ report, signal, title }: ProvideOptions) {
  let next = 0;
  return (pid: number, waitedMs: number) => {
    signal.throwIfAborted();
    if (waitedMs < next) return;
    next = waitedMs + 3_000;
    report.say(`${title}: process ${pid} is at it; waiting, ${Math.round(waitedMs / 1000)} s`);
  };
}
