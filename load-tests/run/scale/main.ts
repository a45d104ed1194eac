import { join } from "node:path";
import { ROOT } from "@mercato/local/checkout";
import { Command } from "commander";
import { duration, positive, rising, risingWhole, whole } from "../arguments.ts";
import { openTerminal } from "../terminal.ts";
import { breachesOf, hasScalePassed, scaleLastLine } from "./outcome.ts";
import { stepRows } from "./page.ts";
import { runScale } from "./scale.ts";
import { doubling } from "./search.ts";

interface Options {
  readonly steps: readonly number[];
  readonly rate: number;
  readonly rateSteps?: readonly number[];
  readonly duration: string;
  readonly budgetFactor: number;
  readonly customers: number;
  readonly results: string;
  readonly json: boolean;
}

const { say, report, signal, finish } = openTerminal();

async function scale({ rate, rateSteps, json, ...options }: Options): Promise<number> {
  const { outcome, page } = await runScale({ ...options, rates: rateSteps ?? doubling(rate), report, signal });
  const { head, rows } = stepRows(outcome.steps);
  say(`\n${[head, ...rows].map((row) => row.map((cell, index) => String(cell).padStart(head[index]?.length ?? 0)).join("  ")).join("\n")}`);
  const breaches = breachesOf(outcome);
  for (const breach of breaches.slice(0, 20)) say(`BROKEN ${breach}`);
  if (breaches.length === 0) say("All laws hold.");
  say(`Report: ${page}`);
  if (json) process.stdout.write(`${scaleLastLine(outcome, page)}\n`);
  return hasScalePassed(outcome) ? 0 : 1;
}

const program = new Command("load:scale")
  .description(
    "Finds the highest rate of `mixed` that keeps within the latency budgets, on shops with more and more processes of the router and of each subgraph (Linux), " +
      "and plots it. The exit code is 1 when not even the lowest rate held, or a law does not hold.",
  )
  .option("--steps <list>", "how many processes of each, one shop after the other", risingWhole, [1, 2, 4])
  .option("--rate <n>", "the lowest rate, in visits that begin each second; it is doubled until a budget breaks", positive, 4)
  .option("--rate-steps <list>", "these rates instead, e.g. 5,10,15,20", rising)
  .option("--duration <time>", "how long each rate is kept up, e.g. 30s", duration, "20s")
  .option("--budget-factor <n>", "multiplies the latency budgets, for machines that are slow or shared", positive, 1)
  .option("--customers <n>", "accounts in the login pool", whole, 20)
  .option("--results <folder>", "where reports go", join(ROOT, "load-tests", "results", "local"))
  .option("--json", "print the findings as JSON in the last line", false)
  .action((options: Options) => finish(() => scale(options)));

await program.parseAsync();
process.exit();
