import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { ROOT } from "../checkout.ts";
import type { Guard } from "../servers/guard.ts";
import { runCommand } from "../servers/run-command.ts";
import { type CommandStage, reportFile, type TestStage, testArguments } from "./stages.ts";
import { oneCheck, type Tally, tallyJunit } from "./tally.ts";

export interface StageContext {
  readonly env: NodeJS.ProcessEnv;
  /** Where reports go. */
  readonly directory: string;
  readonly guard: Guard;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

/** Runs a stage that is one command; its output is shown when it fails. */
export async function runCommandStage(stage: CommandStage, { env, signal, print }: StageContext): Promise<Tally> {
  const { code, output } = await runCommand(process.execPath, ["run", "--silent", stage.script], { cwd: ROOT, env, signal });
  if (code !== 0) print(output.trimEnd());
  return oneCheck(code === 0);
}

const KILL_AFTER_MS = 10_000;

/** Runs tests with their output on the terminal. */
function runBun(args: readonly string[], { env, guard, signal }: StageContext): Promise<number | null> {
  return new Promise((resolve, reject) => {
    // Standard input is closed: a test run asks nobody.
    const child = spawn(process.execPath, [...args], { cwd: ROOT, env, stdio: ["ignore", "inherit", "inherit"] });
    const stop = () => {
      child.kill("SIGTERM");
      // A test that loops does not hear the request.
      setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS).unref();
    };
    signal.addEventListener("abort", stop, { once: true });
    if (child.pid !== undefined) guard.add(child.pid, "SIGTERM");
    child.once("error", reject);
    child.once("exit", (code) => {
      guard.remove(child.pid ?? 0);
      signal.removeEventListener("abort", stop);
      resolve(code);
    });
  });
}

/** Runs the tests of a stage. No tests at all is a failure: a green run must have run something. */
export async function runTestStage(stage: TestStage, files: readonly string[], context: StageContext): Promise<Tally> {
  if (files.length === 0) {
    context.print(`There are no ${stage.title}: their files are gone, or misnamed.`);
    return oneCheck(false);
  }
  const file = reportFile(context.directory, stage);
  await rm(file, { force: true });
  const timeout = AbortSignal.timeout(stage.stageTimeoutMs);
  const signal = AbortSignal.any([context.signal, timeout]);
  const code = await runBun(testArguments(stage, files, file), { ...context, signal });
  if (timeout.aborted) context.print(`The ${stage.title} did not end within ${stage.stageTimeoutMs / 60_000} minutes and were stopped.`);
  const xml = await readFile(file, "utf8").catch(() => undefined);
  return tallyJunit(xml, code);
}
