import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findOnPath } from "@mercato/local/servers/on-path";
import { SetupProblem } from "@mercato/local/servers/problem";
import { type CommandResult, lastLines, runCommand } from "@mercato/local/servers/run-command";

/** Programs without which there is no check; Debian's packages are named like them. */
const PROGRAMS = ["buildah", "mmdebstrap"];

/** Installs what is missing of the programs, from Debian. */
export async function providePrograms(detail: (line: string) => void): Promise<void> {
  const missing = PROGRAMS.filter((program) => findOnPath(program, process.env["PATH"]) === undefined);
  if (missing.length === 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await runCommand("apt-get", ["update"], { env, detail });
  const { code, output } = await runCommand("apt-get", ["install", "--yes", "--no-install-recommends", ...missing], { env, detail });
  if (code !== 0) throw new SetupProblem(`apt-get install ${missing.join(" ")} failed:\n${lastLines(output)}`);
}

/** buildah with a store of its own, so that it meets no other images of this machine. */
export interface Buildah {
  /** Runs a command of buildah. @throws SetupProblem with the end of its output when it fails */
  run(args: readonly string[], detail?: (line: string) => void): Promise<CommandResult>;
  /** Whether the store has an image. */
  hasImage(image: string): Promise<boolean>;
  /** The words that come before a command, for a process that is not waited for. */
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

// Without an engine there is no daemon that could raise limits for a build.
const CONFIGURATION = '[containers]\ndefault_ulimits = ["nofile=20000:20000","nproc=32768:32768"]\n';

/** Opens the store in a folder. */
export async function openBuildah(folder: string): Promise<Buildah> {
  await mkdir(folder, { recursive: true });
  const configuration = join(folder, "containers.conf");
  await writeFile(configuration, CONFIGURATION);
  const store = ["--root", join(folder, "storage"), "--runroot", join(folder, "run"), "--storage-driver", "vfs"];
  const env = { ...process.env, CONTAINERS_CONF: configuration };
  return {
    command: ["buildah", ...store],
    env,
    async run(args, detail) {
      const result = await runCommand("buildah", [...store, ...args], { env, ...(detail === undefined ? {} : { detail }) });
      if (result.code !== 0) throw new SetupProblem(`buildah ${args[0] ?? ""} failed:\n${lastLines(result.output, 20)}`);
      return result;
    },
    async hasImage(image) {
      return (await runCommand("buildah", [...store, "inspect", "--type", "image", image], { env })).code === 0;
    },
  };
}
