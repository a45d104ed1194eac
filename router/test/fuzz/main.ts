import { fileURLToPath } from "node:url";
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
  readonly jobs: number;
  readonly json: boolean;
}

const PROGRESS_MS = 2_000;
const EXIT_INTERRUPTED = 130;
/** Between the seeds of jobs: more than a job will use. */
const SEEDS_APART = 1_000_000;

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

type Line = Tally & { readonly seconds: number; readonly seed: number };

function print({ cases, schemas, composed, operations, fetches, unplanned, mismatches, seconds, seed }: Line, json: boolean): void {
  const line = { cases, schemas, composed, operations, fetches, unplanned, mismatches, seconds, seed };
  process.stdout.write(json ? `${JSON.stringify(line)}\n` : `${cases} cases, ${mismatches} mismatches, ${seconds} s (seed ${seed})\n`);
}

function tellComposition({ composed, schemas, refusals }: CampaignReport): void {
  say(`${composed} of ${schemas} schemas composed (${Math.round((100 * composed) / Math.max(1, schemas))} %).`);
  for (const [reason, times] of [...refusals].sort(([, a], [, b]) => b - a).slice(0, 5)) say(`  ${times} × ${reason.split("\n")[0]}`);
}

const secondsSince = (start: number): number => Math.round((Date.now() - start) / 100) / 10;

async function fuzzHere(options: Options, signal: AbortSignal): Promise<Tally> {
  const report = await runCampaign({
    cases: options.cases,
    seed: options.seed,
    planner: options.planner,
    maxFindings: options.findings,
    signal,
    onProgress: createProgress(options.cases),
    onFinding: ({ text }) => say(`\n${text}\n`),
    ...(options.path === undefined ? {} : { path: options.path }),
  });
  tellComposition(report);
  return report;
}

/** The same in several processes, each with a share of the cases and seeds of its own. */
async function fuzzInJobs({ cases, seed, planner, findings, jobs }: Options, signal: AbortSignal): Promise<Tally> {
  const shares = Array.from({ length: jobs }, (_job, index) => Math.floor((cases + index) / jobs));
  const children = shares.map((share, index) => {
    const flags = { cases: share, seed: seed + index * SEEDS_APART, planner, findings };
    const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
    return Bun.spawn([process.execPath, fileURLToPath(import.meta.url), ...args, "--json"], { stdout: "pipe", stderr: "inherit" });
  });
  signal.addEventListener("abort", () => children.forEach((child) => void child.kill("SIGINT")));
  const lines = await Promise.all(children.map((child) => new Response(child.stdout).text()));
  const tallies = lines.map((line) => JSON.parse(line) as Tally);
  const sum = (pick: (tally: Tally) => number) => tallies.reduce((total, tally) => total + pick(tally), 0);
  return {
    cases: sum((one) => one.cases),
    schemas: sum((one) => one.schemas),
    composed: sum((one) => one.composed),
    operations: sum((one) => one.operations),
    fetches: sum((one) => one.fetches),
    unplanned: sum((one) => one.unplanned),
    mismatches: sum((one) => one.mismatches),
  };
}

async function fuzz(options: Options): Promise<number> {
  const startedAt = Date.now();
  const interruption = new AbortController();
  process.once("SIGINT", () => interruption.abort());
  const isOne = options.jobs < 2 || options.path !== undefined;
  const tally = await (isOne ? fuzzHere : fuzzInJobs)(options, interruption.signal);
  print({ ...tally, seconds: secondsSince(startedAt), seed: options.seed }, options.json);
  if (interruption.signal.aborted) return EXIT_INTERRUPTED;
  return tally.mismatches === 0 ? 0 : 1;
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
  .option("--jobs <number>", "processes that share the cases", whole, 1)
  .option("--json", "the last line of the output is for programs", false)
  .action(async (options: Options) => {
    process.exitCode = await fuzz(options);
  })
  .parseAsync();
