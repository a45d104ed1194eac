import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { Bug } from "./bugs/bug.ts";
import { bugs } from "./bugs/bugs.ts";
import { runFleet } from "./fleet.ts";
import { type Recipe, recipeOf, runSeed } from "./run.ts";
import { hunt } from "./seeded-bugs.ts";
import { commandOf, shrink } from "./shrink.ts";
import type { Tally } from "./tally.ts";

const HELP = `Runs the shop in one process on simulated time, network, database and bus, and holds the laws against it.

  bun run simulate -- [--seeds N] [--from-seed N]   run many seeds; each is another shop, other customers, other misfortune
  bun run simulate -- --seed N [--trace]            run one, and say all that happened
  bun run simulate -- --seeded-bugs                 plant each known bug and find it

  --seeds N        how many seeds (default 1000)
  --from-seed N    the first of them (default: by the clock, so that every run has new ones)
  --workers N      threads (default: as many as there are cores, at most 4)
  --seed N         this one only
  --customers L    with --seed: only these customers, by number, e.g. 1,3; or none
  --faults L       with --seed: only these faults, by id as a trace has them; or none
  --bug NAME       with --seed: with this bug planted (${bugs.map(({ name }) => name).join(", ")})
  --trace          with --seed: a line for everything that happened
  --json           the result as one line of JSON, last on standard output
  --help           this

A seed that breaks a law is made smaller and shown with the command that runs the small one again. Exit code: 0 when no law was broken and every bug
was found, 1 when not, 2 for a command that cannot be understood, 130 after Ctrl-C.`;

const OPTIONS = {
  seeds: { type: "string" },
  "from-seed": { type: "string" },
  workers: { type: "string" },
  seed: { type: "string" },
  customers: { type: "string" },
  faults: { type: "string" },
  bug: { type: "string" },
  trace: { type: "boolean" },
  "seeded-bugs": { type: "boolean" },
  json: { type: "boolean" },
  help: { type: "boolean" },
} as const;

type Given = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

class UsageError extends Error {}

/** Failing seeds that are made smaller and shown; the others are only named. */
const SHOWN = 3;
const PROGRESS_MS = 2_000;
const MOST_WORKERS = 4;

function number(given: string | undefined, name: string, otherwise: number): number {
  if (given === undefined) return otherwise;
  const value = Number(given);
  if (!Number.isSafeInteger(value) || value < 0) throw new UsageError(`--${name} ${given} is not a whole number`);
  return value;
}

function list(given: string | undefined): readonly string[] | null {
  if (given === undefined) return null;
  return given === "none" ? [] : given.split(",");
}

function bugCalled(name: string | undefined): Bug | null {
  if (name === undefined) return null;
  const found = bugs.find((bug) => bug.name === name);
  if (found === undefined) throw new UsageError(`there is no bug ${name}`);
  return found;
}

/** For people; on standard error, so that the result is alone on standard output. */
const say = (line: string) => console.error(line);

function conclude(given: Given, result: Readonly<Record<string, unknown>>): void {
  if (given.json === true) console.log(JSON.stringify(result));
  else
    console.log(
      Object.entries(result)
        .map(([name, value]) => `${name} ${String(value)}`)
        .join(", "),
    );
}

/** Makes a failing seed small and shows it. */
function show(seed: number, bug: Bug | null): void {
  const failing = runSeed(recipeOf(seed), { bug });
  if (failing.violation === null) return say(`seed ${seed} broke a law before and does not now: the run is not deterministic`);
  const { recipe, outcome, runs } = shrink(failing, { bug });
  const { lines } = runSeed(recipe, { bug, traced: true });
  const { orders, faults, violation } = outcome;
  say(`\nseed ${seed} breaks "${violation?.law}": ${violation?.detail}`);
  say(`the smallest run that does (of ${runs} tried): ${recipe.customers?.length} customers, ${orders} orders, ${faults.length} faults`);
  for (const line of lines) say(line);
  say(`again: ${commandOf(recipe, bug)}`);
}

function runOne(given: Given): number {
  const seed = number(given.seed, "seed", 0);
  const customers = list(given.customers)?.map((one) => number(one, "customers", 0)) ?? null;
  const recipe: Recipe = { seed, customers, faults: list(given.faults) };
  const bug = bugCalled(given.bug);
  const outcome = runSeed(recipe, { bug, traced: given.trace === true });
  for (const line of outcome.lines) say(line);
  const { events, crashes, orders, hash, violation } = outcome;
  if (violation !== null) {
    say(`"${violation.law}" is broken: ${violation.detail}`);
    if (recipe.faults === null && recipe.customers === null) show(seed, bug);
  }
  conclude(given, { seed, events, crashes, orders, faults: outcome.faults.length, hash, violations: violation === null ? 0 : 1 });
  return violation === null ? 0 : 1;
}

function runBugs(given: Given): number {
  const missed: string[] = [];
  for (const bug of bugs) {
    const { found, seeds } = hunt(bug);
    if (found === null) missed.push(bug.name);
    say(
      `${bug.name.padEnd(26)} ${found === null ? `MISSED in ${seeds} seeds` : `seed ${found.seed}: ${found.violation?.law}, ${found.violation?.detail}`}`,
    );
  }
  conclude(given, { found: bugs.length - missed.length, missed: missed.length });
  return missed.length === 0 ? 0 : 1;
}

function progressTo(seeds: number): (tally: Tally) => void {
  const startedAt = Date.now();
  let saidAt = startedAt;
  return (tally) => {
    if (Date.now() - saidAt < PROGRESS_MS) return;
    saidAt = Date.now();
    const perSecond = (tally.seeds / (saidAt - startedAt)) * 1_000;
    say(`${tally.seeds} of ${seeds} seeds, ${perSecond.toFixed(0)} a second, ${tally.broken.length} broken`);
  };
}

async function runMany(given: Given): Promise<number> {
  const seeds = number(given.seeds, "seeds", 1_000);
  const from = number(given["from-seed"], "from-seed", Date.now() % 1_000_000_000);
  const workers = number(given.workers, "workers", Math.min(MOST_WORKERS, availableParallelism()));
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => interrupted.abort());
  say(`seeds ${from} to ${from + seeds - 1}`);
  const startedAt = Date.now();
  const tally = await runFleet({ from, seeds, workers, signal: interrupted.signal, onProgress: progressTo(seeds) });
  const seconds = (Date.now() - startedAt) / 1_000;
  const broken = tally.broken.toSorted((one, other) => one - other);
  if (!interrupted.signal.aborted) for (const seed of broken.slice(0, SHOWN)) show(seed, null);
  if (broken.length > 0) say(`\nbroken: ${broken.join(", ")}; keep them in e2e/simulation/failed-seeds.json`);
  conclude(given, { fromSeed: from, ...tally, broken: undefined, seconds: Math.round(seconds), violations: broken.length });
  if (interrupted.signal.aborted) return 130;
  return broken.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  try {
    const given = parseArgs({ options: OPTIONS }).values;
    if (given.help === true) console.log(HELP);
    else if (given["seeded-bugs"] === true) return runBugs(given);
    else if (given.seed !== undefined) return runOne(given);
    else return await runMany(given);
    return 0;
  } catch (error) {
    const isUsage = error instanceof UsageError || (error instanceof TypeError && "code" in error);
    if (!isUsage) throw error;
    say(`${error.message}\n\n${HELP}`);
    return 2;
  }
}

process.exitCode = await main();
