import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT, stackDirectory, stackPrefix } from "@mercato/local/checkout";
import { listenForInterruption } from "@mercato/local/interruption";
import { SetupProblem } from "@mercato/local/servers/problem";
import { createTerminalReport } from "@mercato/local/servers/report";
import { Command, InvalidArgumentError } from "commander";
import { lastLine } from "./report/outcome.ts";
import { textOf } from "./report/text.ts";
import { runChaos } from "./run.ts";
import { describeFault } from "./schedule/fault.ts";
import { createSchedule } from "./schedule/schedule.ts";

interface Options {
  readonly seed: number;
  readonly minutes: number;
  readonly customers: number;
  readonly results: string;
  readonly keep: boolean;
  readonly plan: boolean;
  readonly json: boolean;
}

const CALM_MS = 12_000;
const MINUTE_MS = 60_000;

const say = (line: string) => process.stderr.write(`${line}\n`);
const print = (line: string) => process.stdout.write(`${line}\n`);
const report = createTerminalReport({ write: say, startedAt: Number(process.env["MERCATO_STARTED_AT"] ?? "") || Date.now() });
const interruption = listenForInterruption(process.env, report.say);

function positive(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a number above zero.");
}

function whole(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError("It must be a whole number.");
}

/** What will go wrong, for people: one line each, in order of time. */
function planOf({ seed, minutes }: Options): readonly string[] {
  const { kills, disturbances } = createSchedule({ seed, durationMs: minutes * MINUTE_MS });
  return [...kills, ...disturbances]
    .toSorted((one, other) => one.atMs - other.atMs)
    .map((fault) => `${(fault.atMs / 1000).toFixed(1).padStart(7)} s  ${describeFault(fault)}, for ${fault.lastsMs} ms`);
}

/** Where a stack of this name will be kept. @throws SetupProblem when there is one */
function emptyStack(name: string): string {
  const directory = stackDirectory(name);
  if (!existsSync(directory)) return directory;
  throw new SetupProblem(`There is a stack "${name}" already, in ${directory}.`, [
    "Remove it when nobody needs it any more, or choose another seed.",
  ]);
}

async function chaos(options: Options): Promise<number> {
  const { seed, minutes, customers, keep, json } = options;
  if (options.plan) {
    for (const line of planOf(options)) print(line);
    return 0;
  }
  for (const line of planOf(options)) say(line);
  const name = `chaos-${seed}`;
  const results = join(options.results, `${new Date().toISOString().replaceAll(/[:.]/g, "-")}-seed-${seed}`);
  const keepIn = keep ? emptyStack(name) : undefined;
  const { outcome, page } = await runChaos({
    seed,
    minutes,
    customers,
    calmMs: CALM_MS,
    results,
    prefix: stackPrefix(name),
    keepIn,
    report,
    signal: interruption.signal,
  });
  for (const line of ["", ...textOf(outcome), `Report: ${page}`]) say(line);
  if (keep) say(`Kept: npm start -- --stack ${name} --no-catalogue opens the shop as it was left.`);
  if (json) print(lastLine(outcome, page));
  return outcome.violations.length === 0 ? 0 : 1;
}

/** A problem that a person can put right is told without a stack. */
function tell(error: unknown): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  say(`\n${error instanceof SetupProblem || interruption.signal.aborted ? message : stack}`);
}

const program = new Command("chaos")
  .description(
    "Opens a shop of its own, lets people buy, and hurts it: processes, NATS and the database are killed (-9) and started again, paused, and their connections cut, silenced " +
      "and delayed, all by a seed. At the end everything heals, and what is in databases and streams is held against the laws and against what people were told. " +
      "The exit code is 1 when anything does not fit.",
  )
  .option("--seed <n>", "what follows from what: the faults, and what people do", whole, 1)
  .option("--minutes <n>", "how long there are faults", positive, 5)
  .option("--customers <n>", "people who buy at the same time", whole, 6)
  .option("--results <folder>", "where history, report and logs go", join(ROOT, ".local", "chaos"))
  .option("--keep", "keep the databases and streams as a stack, to be looked at", false)
  .option("--plan", "only print what would go wrong, and when", false)
  .option("--json", "print the findings as JSON in the last line", false)
  .action(async (options: Options) => {
    try {
      process.exitCode = await chaos(options);
    } catch (error) {
      tell(error);
      process.exitCode = interruption.exitCode() || 1;
    }
  });

await program.parseAsync();
process.exit();
