import { spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { ROOT } from "../checkout.ts";
import type { Guard } from "../servers/guard.ts";
import { runCommand } from "../servers/run-command.ts";
import { createFailureCollector } from "./failures.ts";
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

/** How much of a failed command's output is said again at the end, in lines. */
const KEPT_LINES = 40;

/** Runs a stage that is one command; its output is shown when it fails. */
export async function runCommandStage(stage: CommandStage, { env, signal, print }: StageContext): Promise<Tally> {
  const { code, output } = await runCommand(process.execPath, ["run", "--silent", stage.script], { cwd: ROOT, env, signal });
  if (code === 0) return oneCheck(true);
  print(output.trimEnd());
  return { ...oneCheck(false), failures: [`${stage.title}:\n${output.trimEnd().split("\n").slice(-KEPT_LINES).join("\n")}`] };
}

const KILL_AFTER_MS = 10_000;

interface TestRun {
  readonly code: number | null;
  /** What failed tests said. */
  readonly failures: readonly string[];
}

/** Runs tests with their output on the terminal. */
function runBun(args: readonly string[], { env, guard, signal }: StageContext): Promise<TestRun> {
  return new Promise((resolve, reject) => {
    const collector = createFailureCollector();
    // Colours as they would be without the pipe in between.
    const colours = process.stdout.isTTY ? { FORCE_COLOR: "1" } : {};
    // Standard input is closed: a test run asks nobody.
    const child = spawn(process.execPath, [...args], { cwd: ROOT, env: { ...env, ...colours }, stdio: ["ignore", "pipe", "pipe"] });
    for (const [output, terminal] of [[child.stdout, process.stdout] as const, [child.stderr, process.stderr] as const]) {
      output.setEncoding("utf8");
      output.on("data", (chunk: string) => {
        collector.write(chunk);
        terminal.write(chunk);
      });
    }
    const stop = () => {
      child.kill("SIGTERM");
      // A test that loops does not hear the request.
      setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS).unref();
    };
    signal.addEventListener("abort", stop, { once: true });
    if (child.pid !== undefined) guard.add(child.pid, "SIGTERM");
    child.once("error", reject);
    child.once("exit", () => guard.remove(child.pid ?? 0));
    child.once("close", (code) => {
      signal.removeEventListener("abort", stop);
      resolve({ code, failures: collector.failures() });
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
  const { code, failures } = await runBun(testArguments(stage, files, file), { ...context, signal });
  if (timeout.aborted) context.print(`The ${stage.title} did not end within ${stage.stageTimeoutMs / 60_000} minutes and were stopped.`);
  const xml = await readFile(file, "utf8").catch(() => undefined);
  return { ...tallyJunit(xml, code), failures };
}
