import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createScratch } from "@mercato/local/scratch";
import { startGuard } from "@mercato/local/servers/guard";
import { provideK6 } from "@mercato/local/servers/k6";
import type { Report } from "@mercato/local/servers/report";
import { type Ground, measure } from "../load.ts";
import { describeMachine } from "../outcome.ts";
import { openOwnShop } from "../own-shop.ts";
import { type CpuByPart, meanCpu } from "./cpu.ts";
import type { ScaleOutcome, ScaleStep } from "./outcome.ts";
import { scalePage } from "./page.ts";
import { findHighestRate } from "./search.ts";

export interface ScaleOptions {
  /** How many processes of the router and of each subgraph, one shop after the other. */
  readonly steps: readonly number[];
  /** Visits that begin each second, rising. */
  readonly rates: readonly number[];
  /** Of each rate, as k6 takes it: "20s". */
  readonly duration: string;
  /** Multiplies the latency budgets. */
  readonly budgetFactor: number;
  /** Accounts in the login pool. */
  readonly customers: number;
  /** Where report and JSON go; made when missing. */
  readonly results: string;
  readonly report: Report;
  readonly signal: AbortSignal;
}

/** What a shop did at one rate. */
export interface RateProbe {
  readonly rate: number;
  /** Whether every threshold of `mixed` held: latency of each operation, failed operations, wrong orders. */
  readonly held: boolean;
  /** The thresholds that broke: "http_req_duration{operation:PlaceOrder} p(95)<600: 712.4". */
  readonly broken: readonly string[];
  readonly opsPerSecond: number;
  readonly p95Ms: number;
  readonly errors: number;
  readonly cpu: CpuByPart;
}

type Place = Omit<Ground, "options">;

/** Runs `mixed` at one rate, and waits until the shop is at rest again: the next rate is not to pay for this one. */
async function tryRate(rate: number, place: Place, options: ScaleOptions) {
  const { report, signal, duration, budgetFactor, customers } = options;
  const settings = { RATE: rate, DURATION: duration, BUDGET_FACTOR: budgetFactor, CUSTOMERS: customers };
  const environment = Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)]));
  const ran = await measure({ ...place, options: { scenario: "mixed", environment, report, signal } });
  const breaches = await place.shop.audit(ran.samples.accepted);
  const { opsPerSecond, p95Ms, errors, requests, startedAtMs, seconds } = ran.samples.figures();
  const probe: RateProbe = {
    rate,
    held: ran.thresholdsHeld && requests > 0,
    broken: ran.thresholds.flatMap((one) => (one.held ? [] : [`${one.metric} ${one.threshold}: ${one.value ?? "nothing"}`])),
    opsPerSecond,
    p95Ms,
    errors,
    cpu: meanCpu(ran.resources, startedAtMs, startedAtMs + seconds * 1_000),
  };
  report.say(`${rate} visits a second ${probe.held ? "held" : "broke"}: ${opsPerSecond} operations a second, p95 ${p95Ms} ms`);
  return { probe, breaches };
}

/** The highest rate that a shop of so many processes holds. */
async function takeStep(processes: number, k6: string, options: ScaleOptions): Promise<ScaleStep> {
  const { report, signal } = options;
  await using scratch = await createScratch("scale");
  const { directory } = scratch;
  await using guard = await startGuard(join(directory, "processes.json"));
  report.say(`a shop with ${processes} of the router and of each subgraph`);
  await using shop = await openOwnShop({ directory, mode: "processes", report, guard, signal, replicas: processes });
  const breaches = new Set<string>();
  const found = await findHighestRate(options.rates, async (rate) => {
    const tried = await tryRate(rate, { shop, k6, directory, guard }, options);
    for (const breach of tried.breaches) breaches.add(breach);
    return tried.probe;
  });
  return { processes, ...found, breaches: [...breaches] };
}

/** Finds what `mixed` may come to within the objective on shops of more and more processes, and writes the report. @throws K6Error, SetupProblem */
export async function runScale(options: ScaleOptions): Promise<{ readonly outcome: ScaleOutcome; readonly page: string }> {
  const { report, signal, steps: counts, duration, budgetFactor } = options;
  const k6 = await provideK6(process.env, { report, signal });
  const startedAt = new Date().toISOString();
  const steps: ScaleStep[] = [];
  for (const processes of counts) steps.push(await takeStep(processes, k6, options));
  const outcome: ScaleOutcome = { scenario: "scale", startedAt, duration, budgetFactor, steps, machine: describeMachine() };
  const folder = join(options.results, `${startedAt.replaceAll(/[:.]/g, "-")}-scale`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "result.json"), `${JSON.stringify(outcome, null, 1)}\n`);
  const page = join(folder, "report.html");
  await writeFile(page, scalePage(outcome));
  return { outcome, page };
}
