import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { startBothServers } from "../both-servers.ts";
import { createScratch } from "../scratch.ts";
import { type Guard, startGuard } from "../servers/guard.ts";
import { describeExit } from "../servers/managed.ts";
import { SetupProblem } from "../servers/problem.ts";
import type { CommandContext } from "./context.ts";

export interface WithServersOptions {
  readonly command: readonly string[];
  /** Databases that do not sync: faster, and worth nothing after a crash. */
  readonly fast: boolean;
  readonly databaseSource?: string | undefined;
  readonly natsSource?: string | undefined;
}

interface Foreground {
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly stop: AbortSignal;
  readonly guard: Guard;
}

function runInForeground({ command, env, stop, guard }: Foreground): Promise<number> {
  return new Promise((resolve, reject) => {
    const [program = "", ...args] = command;
    const child = spawn(program, args, { stdio: "inherit", env });
    stop.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
    child.once("error", (cause) => reject(new SetupProblem(`${program} could not be started: ${cause.message}`, [], { cause })));
    if (child.pid !== undefined) guard.add(child.pid, "SIGTERM");
    child.once("exit", (code, signal) => {
      guard.remove(child.pid ?? 0);
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** Runs a command with MONGO_URL and NATS_URL of servers that live only as long as it does. Returns its exit code. */
export async function withServers(options: WithServersOptions, { env, report, interruption }: CommandContext): Promise<number> {
  await using scratch = await createScratch("with-servers");
  await using guard = await startGuard(join(scratch.directory, "processes.json"));
  const dead = new AbortController();
  await using servers = await startBothServers({
    directory: scratch.directory,
    report,
    guard,
    signal: interruption.signal,
    disposable: options.fast,
    databaseSource: options.databaseSource,
    natsSource: options.natsSource,
    onDeath: (exit) => {
      report.say(`${exit.name} ended ${describeExit(exit)} while the command ran:\n${exit.logTail}`);
      dead.abort();
    },
  });
  const { database, nats } = servers;
  report.say(`MONGO_URL=${database.url} NATS_URL=${nats.url} ${options.command.join(" ")}`);
  const stop = AbortSignal.any([interruption.signal, dead.signal]);
  const code = await runInForeground({
    command: options.command,
    env: { ...env, MONGO_URL: database.url, NATS_URL: nats.url },
    stop,
    guard,
  });
  if (interruption.signal.aborted) return interruption.exitCode();
  return dead.signal.aborted ? 1 : code;
}
