import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Guard } from "@mercato/local/servers/guard";

/** k6's exit code when a threshold broke. */
export const THRESHOLDS_BROKEN = 99;
/** k6's exit codes for a run that somebody stopped. */
const STOPPED = [105, 130];

export interface K6Run {
  readonly binary: string;
  /** The scenario's file. */
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
  /** Gets every line of k6's CSV output. */
  readonly take: (line: string) => void;
  /** Gets what k6 has to say. */
  readonly say: (line: string) => void;
  readonly guard: Guard;
  /** Stops k6: it ends what it is at. */
  readonly signal: AbortSignal;
  readonly onStart: (pid: number) => void;
}

/** Thrown when k6 could not run the scenario to its end. */
export class K6Error extends Error {
  override readonly name = "K6Error";
}

const ARGUMENTS = ["run", "--quiet", "--no-color", "--no-usage-report", "--log-format=raw", "--address=", "--out=csv=-"];

/** Runs a scenario. Resolves with whether all thresholds held. @throws K6Error when k6 failed or was stopped */
export async function runK6(run: K6Run): Promise<boolean> {
  const env = { PATH: process.env["PATH"] ?? "", HOME: process.env["HOME"] ?? "", ...run.env };
  const settings = { K6_CSV_TIME_FORMAT: "unix_milli", K6_AUTO_EXTENSION_RESOLUTION: "false" };
  // A process group of its own: a terminal's Ctrl-C reaches it once, from here.
  const child = spawn(run.binary, [...ARGUMENTS, run.script], {
    detached: true,
    env: { ...env, ...settings },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const { pid = 0 } = child;
  run.guard.add(pid, "SIGTERM");
  run.onStart(pid);
  const stop = () => child.kill("SIGINT");
  run.signal.addEventListener("abort", stop, { once: true });
  if (run.signal.aborted) stop();
  createInterface({ input: child.stdout }).on("line", run.take);
  createInterface({ input: child.stderr }).on("line", run.say);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (exitCode) => resolve(exitCode ?? 1));
    });
    if (code !== 0 && code !== THRESHOLDS_BROKEN)
      throw new K6Error(STOPPED.includes(code) ? "k6 was stopped" : `k6 ended with exit code ${code}`);
    return code === 0;
  } finally {
    run.guard.remove(pid);
    run.signal.removeEventListener("abort", stop);
  }
}
