import { join } from "node:path";
import { ROOT } from "@mercato/local/checkout";
import { Argument, Command, Option } from "commander";
import { duration, positive, whole } from "./arguments.ts";
import { type LoadOptions, runLoad } from "./load.ts";
import { hasPassed, lastLine, type Outcome } from "./outcome.ts";
import { openTerminal } from "./terminal.ts";

const SCENARIOS = ["smoke", "browse", "checkout", "mixed", "flash-sale", "breakpoint"] as const;

interface Options {
  readonly rate?: number;
  readonly vus?: number;
  readonly duration?: string;
  readonly target?: string;
  readonly customers?: number;
  readonly stock: number;
  readonly buyers?: number;
  readonly budgetFactor?: number;
  readonly mode: "processes" | "single";
  readonly results: string;
  readonly json: boolean;
}

const { say, report, signal, finish } = openTerminal();

/** The options that were given, as text. */
function given(options: Options): Record<string, string> {
  const { rate, vus, duration: length, customers, buyers, budgetFactor } = options;
  const all = { rate, vus, duration: length, customers, buyers, "budget-factor": budgetFactor };
  return Object.fromEntries(Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

function toLoad(scenario: string, options: Options): LoadOptions {
  const asked = given(options);
  const environment = Object.fromEntries(Object.entries(asked).map(([name, value]) => [name.toUpperCase().replaceAll("-", "_"), value]));
  const { target, mode, stock: flashStock, results } = options;
  return { scenario, target, mode, flashStock, environment, asked, results, report, signal };
}

function tell(outcome: Outcome): void {
  const { requests, errors, opsPerSecond, p50Ms, p95Ms, p99Ms, seconds, failures, thresholds, breaches, orders } = outcome;
  say(
    `\n${requests} operations in ${seconds} s, ${opsPerSecond} a second, ${errors} failed; p50 ${p50Ms} ms, p95 ${p95Ms} ms, p99 ${p99Ms} ms`,
  );
  say(`${outcome.bestOpsPerSecond} operations a second in the best five seconds within budget`);
  if (orders.confirmed + orders.soldOut > 0) {
    say(
      `${orders.confirmed} orders confirmed, ${orders.soldOut} buyers told sold out; sagas p50 ${orders.sagaP50Ms} ms, p95 ${orders.sagaP95Ms} ms`,
    );
  }
  for (const { operation, reason, count } of failures) say(`FAILED ${operation}: ${reason} (${count} times)`);
  for (const { metric, threshold, value, held } of thresholds) if (!held) say(`BROKEN ${metric} ${threshold}: it was ${value}`);
  for (const breach of breaches.slice(0, 20)) say(`BROKEN ${breach}`);
  if (outcome.lawsHeld === true) say("All laws hold.");
}

async function load(scenario: string, options: Options): Promise<number> {
  const { outcome, page } = await runLoad(toLoad(scenario, options));
  tell(outcome);
  say(`Report: ${page}`);
  if (options.json) process.stdout.write(`${lastLine(outcome, page)}\n`);
  return hasPassed(outcome) ? 0 : 1;
}

const program = new Command("load")
  .description(
    "Puts a shop under load with k6, checks its books against the laws, and writes a report of one HTML file beside its JSON. Without --target it starts a shop " +
      "of its own on this machine and removes it again. The exit code is 1 when a threshold breaks (breakpoint seeks that) or a law does not hold.",
  )
  .addArgument(new Argument("<scenario>", "what the visitors do").choices(SCENARIOS))
  .option("--rate <n>", "iterations that begin each second, however slow the answers (breakpoint: the last rate)", positive)
  .option("--vus <n>", "virtual users (with --rate: those there are from the start)", whole)
  .option("--duration <time>", "how long, e.g. 30s or 2m", duration)
  .option("--target <url>", "GraphQL endpoint of a running shop with goods on sale; its laws are not checked")
  .option("--customers <n>", "accounts in the login pool (default: 20)", whole)
  .option("--stock <n>", "units in the flash sale of a shop of its own", whole, 100)
  .option("--buyers <n>", "buyers in the flash sale (default: 300)", whole)
  .option("--budget-factor <n>", "multiplies the latency budgets, for machines that are slow or shared (default: 1)", positive)
  .addOption(new Option("--mode <mode>", "how the shop's own services run").choices(["processes", "single"]).default("processes"))
  .option("--results <folder>", "where reports go", join(ROOT, "load-tests", "results", "local"))
  .option("--json", "print the findings as JSON in the last line", false)
  .action((scenario: string, options: Options) => finish(() => load(scenario, options)));

await program.parseAsync();
process.exit();
