import { join } from "node:path";
import { provide } from "./cache.ts";
import { SetupProblem } from "./problem.ts";
import { lastLines, runCommand } from "./run-command.ts";
import type { InstallRequest } from "./source.ts";

export interface GoProgram {
  /** The folder in the cache and the name of the binary: "nats-server". */
  readonly name: string;
  /** For messages: "NATS". */
  readonly title: string;
  /** The package to install. */
  readonly module: string;
  readonly version: string;
}

/** What a build needs from its surroundings. */
export interface GoBuild extends InstallRequest {
  /** The file of the go command. */
  readonly go: string;
  readonly cache: string;
}

/** Builds a Go program at its version into the cache with `go install`, unless it is there. Returns the binary's file. */
export async function provideGoProgram(program: GoProgram, { go, cache, report, signal }: GoBuild): Promise<string> {
  const folder = await provide({
    cache,
    name: program.name,
    version: program.version,
    report,
    signal,
    title: `building ${program.title} ${program.version} with go install`,
    make: async (target, detail) => {
      const env = { ...process.env, GOBIN: target, GOFLAGS: "-trimpath" };
      const { code, output } = await runCommand(go, ["install", "-v", `${program.module}@v${program.version}`], {
        cwd: target,
        env,
        detail,
        signal,
      });
      if (code !== 0) {
        throw new SetupProblem(`go install ${program.module}@v${program.version} failed:\n${lastLines(output)}`, [
          "Is the network there, and GOPROXY (`go env GOPROXY`) reachable?",
        ]);
      }
    },
  });
  return join(folder, program.name);
}
