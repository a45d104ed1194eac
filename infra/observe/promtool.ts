import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { cacheDirectory, provide } from "@mercato/local/servers/cache";
import { findOnPath } from "@mercato/local/servers/on-path";
import { SetupProblem } from "@mercato/local/servers/problem";
import { createTerminalReport } from "@mercato/local/servers/report";
import { type CommandResult, lastLines, runCommand } from "@mercato/local/servers/run-command";

/** Runs promtool with arguments. */
export type Promtool = (args: readonly string[]) => Promise<CommandResult>;

type Say = (line: string) => void;

async function run(command: string, args: readonly string[], cwd: string): Promise<void> {
  const { code, output } = await runCommand(command, args, { cwd, timeoutMs: 300_000 });
  if (code !== 0) throw new SetupProblem(`${command} ${args.join(" ")} failed:\n${lastLines(output, 4)}`);
}

async function downloadPackage(folder: string): Promise<void> {
  const download = () => run("apt-get", ["download", "prometheus"], folder);
  try {
    await download();
  } catch (error) {
    // The lists of packages may be missing or old; only root may fetch them.
    if (process.getuid?.() !== 0) throw error;
    await run("apt-get", ["update"], folder);
    await download();
  }
}

/** Unpacks Debian's package into the cache: installing it would start a server. @throws SetupProblem */
export async function unpackPromtool(env: NodeJS.ProcessEnv, say: Say): Promise<string> {
  const folder = await provide({
    cache: cacheDirectory(env),
    name: "promtool",
    version: "debian",
    title: "unpacking promtool from Debian's package",
    report: createTerminalReport({ write: say, startedAt: Date.now() }),
    signal: new AbortController().signal,
    make: async (target) => {
      await downloadPackage(target);
      for (const name of await readdir(target)) await run("dpkg-deb", ["--extract", name, "."], target);
    },
  });
  return join(folder, "usr/bin/promtool");
}

async function locate(env: NodeJS.ProcessEnv, say: Say): Promise<string | undefined> {
  const found = findOnPath("promtool", env["PATH"]);
  if (found !== undefined) return found;
  if (findOnPath("apt-get", env["PATH"]) === undefined) {
    say("infra/observe: no promtool on PATH and no Debian to take it from, so Prometheus' rules are not tried here");
    return undefined;
  }
  try {
    return await unpackPromtool(env, say);
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    say(`infra/observe: promtool cannot be had, so Prometheus' rules are not tried here: ${error.message}`);
    return undefined;
  }
}

/** promtool from PATH or from Debian's package; undefined where it cannot be had, which is said with the reason. */
export async function providePromtool(env: NodeJS.ProcessEnv, say: Say): Promise<Promtool | undefined> {
  const file = await locate(env, say);
  return file === undefined ? undefined : (args) => runCommand(file, args, { timeoutMs: 60_000 });
}
