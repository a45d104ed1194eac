import { join } from "node:path";
import { cacheDirectory, isCached, itemFolder } from "./cache.ts";
import { type GoProgram, provideGoProgram } from "./go-install.ts";
import { findOnPath } from "./on-path.ts";
import { SetupProblem } from "./problem.ts";
import { runCommand } from "./run-command.ts";
import type { InstallRequest } from "./source.ts";
import { versions } from "./versions.ts";

const K6: GoProgram = { name: "k6", title: "k6", module: "go.k6.io/k6", version: versions.k6 };

/** Runs TypeScript by itself from here on. */
const OLDEST_MAJOR = 1;

/** Whether `k6 version` printed a version that runs the scenarios. */
export function isRecentK6(printed: string): boolean {
  const major = /v(\d+)\.\d+\.\d+/.exec(printed)?.[1];
  return major !== undefined && Number(major) >= OLDEST_MAJOR;
}

async function recentOnPath(path: string | undefined): Promise<string | undefined> {
  const binary = findOnPath("k6", path);
  if (binary === undefined) return undefined;
  const { stdout } = await runCommand(binary, ["version"], { timeoutMs: 10_000 });
  return isRecentK6(stdout) ? binary : undefined;
}

/** Whether `provideK6` can come to one here: without k6 and without Go it cannot. */
export async function canProvideK6(env: NodeJS.ProcessEnv): Promise<boolean> {
  const path = env["PATH"];
  if (findOnPath("go", path) !== undefined || (await recentOnPath(path)) !== undefined) return true;
  return isCached({ cache: cacheDirectory(env), name: K6.name, version: K6.version });
}

/**
 * The file of a real k6: the one on PATH, else the one that was built before, else one built now with Go, which takes a minute or two.
 * @throws SetupProblem when there is none and no Go to build it with
 */
export async function provideK6(env: NodeJS.ProcessEnv, request: InstallRequest): Promise<string> {
  const path = env["PATH"];
  const onPath = await recentOnPath(path);
  if (onPath !== undefined) return onPath;
  const cache = cacheDirectory(env);
  const item = { cache, name: K6.name, version: K6.version };
  if (await isCached(item)) return join(itemFolder(item), K6.name);
  const go = findOnPath("go", path);
  if (go === undefined) {
    throw new SetupProblem(`There is no k6 ${OLDEST_MAJOR}.x on PATH, and no Go to build one with.`, [
      "Install k6 (https://grafana.com/docs/k6/latest/set-up/install-k6/) or Go.",
    ]);
  }
  return provideGoProgram(K6, { go, cache, ...request });
}
