import { join } from "node:path";
import { startBothServers } from "../both-servers.ts";
import { ROOT } from "../checkout.ts";
import { createScratch } from "../scratch.ts";
import { type Guard, startGuard } from "../servers/guard.ts";
import { describeExit } from "../servers/managed.ts";
import { SetupProblem } from "../servers/problem.ts";
import { findTestFiles, selectTests } from "../test-run/discover.ts";
import { runCommandStage, runTestStage } from "../test-run/run-stage.ts";
import { chooseStages, isTestStage, type Stage } from "../test-run/stages.ts";
import { add, NOTHING, oneCheck, type Tally } from "../test-run/tally.ts";
import type { CommandContext } from "./context.ts";

export interface TestOptions {
  /** Names of stages. @default all */
  readonly only?: readonly string[] | undefined;
  /** Parts of paths of test files; with them, stages that are not tests are left out. */
  readonly filters: readonly string[];
  /** Servers that do not sync to disk. */
  readonly fast: boolean;
}

interface Plan {
  readonly stage: Stage;
  readonly files: readonly string[];
}

interface Run {
  readonly context: CommandContext;
  readonly directory: string;
  readonly guard: Guard;
  readonly fast: boolean;
}

/** What is to be run. A developer's filter leaves out what it does not name; without one every stage has to find its tests. */
async function plan({ only, filters }: TestOptions): Promise<readonly Plan[]> {
  const chosen = chooseStages(only);
  const paths = await findTestFiles(ROOT);
  const planned = chosen.map((stage) => ({ stage, files: isTestStage(stage) ? selectTests(paths, stage.name, filters) : [] }));
  if (filters.length === 0) return planned;
  const matching = planned.filter(({ files }) => files.length > 0);
  if (matching.length === 0) throw new SetupProblem(`No test file has ${filters.map((filter) => `"${filter}"`).join(" or ")} in its path.`);
  return matching;
}

async function timed({ stage }: Plan, { context }: Run, work: () => Promise<Tally>): Promise<Tally> {
  const from = Date.now();
  context.report.say(`${stage.title} ...`);
  const tally = await work();
  const verdict = tally.failed === 0 ? "passed" : "FAILED";
  context.report.say(
    `${stage.title}: ${verdict} (${tally.passed} passed, ${tally.failed} failed) in ${((Date.now() - from) / 1000).toFixed(1)} s`,
  );
  return tally;
}

interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

function runPlan(planned: Plan, run: Run, surroundings: Surroundings): Promise<Tally> {
  const { stage, files } = planned;
  const stageContext = { ...surroundings, directory: run.directory, guard: run.guard, print: run.context.print };
  return timed(planned, run, () => (isTestStage(stage) ? runTestStage(stage, files, stageContext) : runCommandStage(stage, stageContext)));
}

function needsServers({ stage, files }: Plan): boolean {
  return isTestStage(stage) && stage.needsServers && files.length > 0;
}

/** Runs stages one after the other on servers that are there for them; a server that dies fails the run. */
async function runOnServers(plans: readonly Plan[], run: Run): Promise<Tally> {
  const { context, directory, guard, fast } = run;
  const dead = new AbortController();
  await using servers = await startBothServers({
    directory,
    report: context.report,
    guard,
    signal: context.interruption.signal,
    disposable: fast,
    onDeath: (exit) => {
      context.report.say(`${exit.name} ended ${describeExit(exit)} during the tests; its log ends with:\n${exit.logTail}`);
      dead.abort();
    },
  });
  const env = { ...context.env, MONGO_URL: servers.database.url, NATS_URL: servers.nats.url };
  const tally = await runAll(plans, run, { env, signal: AbortSignal.any([context.interruption.signal, dead.signal]) });
  return dead.signal.aborted ? add(tally, oneCheck(false)) : tally;
}

async function runAll(plans: readonly Plan[], run: Run, surroundings: Surroundings): Promise<Tally> {
  let total = NOTHING;
  for (const planned of plans) {
    if (surroundings.signal.aborted) break;
    total = add(total, await runPlan(planned, run, surroundings));
  }
  return total;
}

/** Runs every check and test on servers of its own, and closes with the one line "N passed, N failed". */
export async function test(options: TestOptions, context: CommandContext): Promise<number> {
  const plans = await plan(options);
  await using scratch = await createScratch("test");
  await using guard = await startGuard(join(scratch.directory, "processes.json"));
  const run = { context, directory: scratch.directory, guard, fast: options.fast };
  const alone = plans.filter((planned) => !needsServers(planned));
  const onServers = plans.filter(needsServers);
  const { env, interruption } = context;
  let total = await runAll(alone, run, { env, signal: interruption.signal });
  if (onServers.length > 0 && !interruption.signal.aborted) {
    total = add(total, await runOnServers(onServers, run).catch(failedServers(context)));
  }
  if (interruption.signal.aborted) return interruption.exitCode();
  for (const failure of total.failures ?? []) context.print(`\nFAILED: ${failure}`);
  context.print(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

/** Tests that could not run have failed. */
function failedServers({ report, interruption }: CommandContext): (error: unknown) => Tally {
  return (error) => {
    if (!interruption.signal.aborted) report.say(error instanceof Error ? error.message : String(error));
    return oneCheck(false);
  };
}
