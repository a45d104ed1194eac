import { Command, InvalidArgumentError, Option } from "commander";
import { PLANNERS } from "../../planner/planner.ts";
import { type CampaignReport, runCampaign, type Tally } from "./campaign.ts";
import type { PlannerName } from "./router-under-test.ts";

interface Options {
  readonly cases: number;
  readonly seed: number;
  readonly path?: string;
  readonly planner: PlannerName | "mixed";
  readonly findings: number;
  readonly json: boolean;
}

const PROGRESS_MS = 2_000;
const EXIT_INTERRUPTED = 130;

function whole(text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidArgumentError("It must be a whole number.");
}

const say = (text: string) => process.stderr.write(`${text}\n`);

function createProgress(cases: number): (tally: Tally) => void {
  let next = Date.now() + PROGRESS_MS;
  return (tally) => {
    if (Date.now() < next) return;
    next = Date.now() + PROGRESS_MS;
    say(
      `${tally.cases}/${cases} cases, ${tally.composed}/${tally.schemas} schemas composed, ${tally.fetches} fetches, ${tally.mismatches} mismatches`,
    );
  };
}

function tell(report: CampaignReport, { json, seed }: Options, seconds: number): void {
  const rate = Math.round((100 * report.composed) / Math.max(1, report.schemas));
  say(`${report.composed} of ${report.schemas} schemas composed (${rate} %).`);
  for (const [reason, times] of [...report.refusals].sort(([, a], [, b]) => b - a).slice(0, 5))
    say(`  ${times} × ${reason.split("\n")[0]}`);
  const { cases, schemas, composed, operations, fetches, unplanned, mismatches } = report;
  const line = { cases, schemas, composed, operations, fetches, unplanned, mismatches, seconds, seed };
  process.stdout.write(json ? `${JSON.stringify(line)}\n` : `${cases} cases, ${mismatches} mismatches, ${seconds} s (seed ${seed})\n`);
}

async function fuzz(options: Options): Promise<number> {
  const startedAt = Date.now();
  const interruption = new AbortController();
  process.once("SIGINT", () => interruption.abort());
  const report = await runCampaign({
    cases: options.cases,
    seed: options.seed,
    planner: options.planner,
    maxFindings: options.findings,
    signal: interruption.signal,
    onProgress: createProgress(options.cases),
    onFinding: (finding) => say(`\n${finding}\n`),
    ...(options.path === undefined ? {} : { path: options.path }),
  });
  tell(report, options, Math.round((Date.now() - startedAt) / 100) / 10);
  if (interruption.signal.aborted) return EXIT_INTERRUPTED;
  return report.mismatches === 0 ? 0 : 1;
}

await new Command("fuzz:router")
  .description(
    "Compares the router with graphql-js: random valid operations over random schemas that compose of two to four subgraphs. A case is an operation. What " +
      "differs is made as small as can be and printed, with the flags that show it again; exit code 1 then. Ctrl-C stops after the schema at hand.",
  )
  .option("--cases <number>", "operations to compare", whole, 1_000)
  .option("--seed <number>", "where the random numbers start", whole, Date.now() % 1_000_000)
  .option("--path <path>", "shows a finding of the seed again: what its report says")
  .addOption(
    new Option("--planner <name>", "who plans; mixed gives one schema in five to apollo").choices([...PLANNERS, "mixed"]).default("mixed"),
  )
  .option("--findings <number>", "stop after this many findings", whole, 1)
  .option("--json", "the last line of the output is for programs", false)
  .action(async (options: Options) => {
    process.exitCode = await fuzz(options);
  })
  .parseAsync();
