import { findOnPath } from "./on-path.ts";
import { SetupProblem } from "./problem.ts";
import { type CommandResult, lastLines, runCommand } from "./run-command.ts";
import type { InstallRequest } from "./source.ts";

const PROBE_MS = 4_000;
const PULL_MS = 10 * 60_000;

/** A container engine's command line that answers. */
export interface ContainerEngine {
  readonly name: "docker" | "podman";
  /** The file of its command. */
  readonly file: string;
  run(args: readonly string[], detail?: (line: string) => void): Promise<CommandResult>;
  hasImage(image: string): Promise<boolean>;
  pull(image: string, request: InstallRequest): Promise<void>;
}

function engineAt(name: ContainerEngine["name"], file: string): ContainerEngine {
  return {
    name,
    file,
    run: (args, detail) => runCommand(file, args, { timeoutMs: PULL_MS, ...(detail === undefined ? {} : { detail }) }),
    async hasImage(image) {
      const { code } = await runCommand(file, ["image", "inspect", image], { timeoutMs: PROBE_MS });
      return code === 0;
    },
    async pull(image, { report, signal }) {
      const { code, output } = await report.stage(`pulling ${image} with ${name}`, (detail) =>
        runCommand(file, ["pull", image], { timeoutMs: PULL_MS, detail, signal }),
      );
      if (code !== 0) throw new SetupProblem(`${name} could not pull ${image}: ${lastLines(output, 2)}`);
    },
  };
}

/** The first of docker and podman whose engine answers, or why there is none. A client without its engine does not count. */
export async function findContainerEngine(path: string | undefined): Promise<ContainerEngine | string> {
  const silent: string[] = [];
  for (const name of ["docker", "podman"] as const) {
    const file = findOnPath(name, path);
    if (file === undefined) continue;
    try {
      const { code } = await runCommand(file, ["info"], { timeoutMs: PROBE_MS });
      if (code === 0) return engineAt(name, file);
    } catch {
      // Not runnable is the same as silent.
    }
    silent.push(name);
  }
  return silent.length === 0 ? "no container engine on PATH" : `${silent.join(" and ")} on PATH, but no engine answers`;
}
