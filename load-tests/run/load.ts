import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "@mercato/local/checkout";
import { createScratch } from "@mercato/local/scratch";
import { startGuard } from "@mercato/local/servers/guard";
import { provideK6 } from "@mercato/local/servers/k6";
import type { Report } from "@mercato/local/servers/report";
import type { ShopMode } from "@mercato/local/shop";
import { BEST_P95_MS, bestThroughput } from "./best.ts";
import { runK6 } from "./k6.ts";
import { describeMachine, type Outcome } from "./outcome.ts";
import { FLASH_SKU, type LoadedShop, openOwnShop } from "./own-shop.ts";
import { reportPage } from "./page.ts";
import { watchResources } from "./resources.ts";
import { createSamples, type Samples } from "./samples.ts";
import { readThresholds } from "./summary.ts";

export interface LoadOptions {
  readonly scenario: string;
  /** The endpoint of a shop that runs. @default a shop of its own, removed afterwards */
  readonly target?: string | undefined;
  readonly mode: ShopMode;
  /** Units that the flash sale has in a shop of its own. */
  readonly flashStock: number;
  /** For the scenario: names and values as k6's `__ENV` has them. */
  readonly environment: Readonly<Record<string, string>>;
  /** For the report. */
  readonly asked: Readonly<Record<string, string>>;
  /** Where report and JSON go; made when missing. */
  readonly results: string;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export interface Loaded {
  readonly outcome: Outcome;
  /** The HTML report. */
  readonly page: string;
}

const PROGRESS_MS = 2_000;

/** A shop that somebody else runs: nothing can be seen of it but its answers. */
function elsewhere(endpoint: string): LoadedShop {
  return {
    endpoint,
    pids: () => ({}),
    broken: new AbortController().signal,
    audit: async () => [],
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function showProgress(samples: Samples, report: Report): Disposable {
  const timer = setInterval(() => {
    const last = samples.latest();
    if (last === undefined) return;
    const { at, requests, errors, p95Ms, vus } = last;
    report.say(`${at} s: ${requests} operations a second, ${errors} failed, p95 ${p95Ms} ms, ${vus} virtual users`);
  }, PROGRESS_MS);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** What a scenario runs on. */
export interface Ground {
  readonly options: Pick<LoadOptions, "scenario" | "target" | "environment" | "report" | "signal">;
  readonly shop: LoadedShop;
  readonly k6: string;
  readonly directory: string;
  readonly guard: Awaited<ReturnType<typeof startGuard>>;
}

/** Runs a scenario once. @throws K6Error */
export async function measure({ options, shop, k6, directory, guard }: Ground) {
  const { scenario, environment, report, signal } = options;
  const samples = createSamples();
  const summaryFile = join(directory, "summary.json");
  let k6Pid: number | undefined;
  using watch = watchResources(() => ({ ...shop.pids(), k6: k6Pid }));
  using _progress = showProgress(samples, report);
  const flash: Record<string, string> = scenario === "flash-sale" && options.target === undefined ? { SKU: FLASH_SKU } : {};
  const thresholdsHeld = await runK6({
    binary: k6,
    script: join(ROOT, "load-tests", "k6", "scenarios", `${scenario}.ts`),
    env: { ...flash, ...environment, TARGET: shop.endpoint, SUMMARY_FILE: summaryFile },
    take: samples.take,
    say: (line) => report.say(`k6: ${line}`),
    guard,
    signal: AbortSignal.any([signal, shop.broken]),
    onStart: (pid) => {
      k6Pid = pid;
    },
  });
  const thresholds = readThresholds(await readFile(summaryFile, "utf8"));
  return { samples, thresholds, thresholdsHeld, resources: watch.samples };
}

async function writeResults(outcome: Outcome, results: string): Promise<string> {
  const folder = join(results, `${outcome.startedAt.replaceAll(/[:.]/g, "-")}-${outcome.scenario}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "result.json"), `${JSON.stringify(outcome, null, 1)}\n`);
  const page = join(folder, "report.html");
  await writeFile(page, reportPage(outcome));
  return page;
}

/** Runs a scenario against a shop, holds the shop's books against the laws, and writes the report. @throws K6Error, SetupProblem */
export async function runLoad(options: LoadOptions): Promise<Loaded> {
  const { scenario, target, mode, report, signal, asked } = options;
  const k6 = await provideK6(process.env, { report, signal });
  await using scratch = await createScratch("load");
  const { directory } = scratch;
  await using guard = await startGuard(join(directory, "processes.json"));
  const flashStock = scenario === "flash-sale" ? options.flashStock : undefined;
  await using shop = target === undefined ? await openOwnShop({ directory, mode, report, guard, signal, flashStock }) : elsewhere(target);
  const startedAt = new Date().toISOString();
  report.say(`k6 runs ${scenario} against ${shop.endpoint}`);
  const { samples, ...measured } = await measure({ options, shop, k6, directory, guard });
  const breaches = await report.stage("holding the books against the laws", () => shop.audit(samples.accepted));
  const figures = samples.figures();
  const outcome: Outcome = {
    scenario,
    startedAt,
    target: shop.endpoint,
    shop: target === undefined ? mode : "elsewhere",
    asked,
    ...figures,
    bestOpsPerSecond: bestThroughput(figures.timeline, BEST_P95_MS * Number(options.environment["BUDGET_FACTOR"] ?? 1)),
    ...measured,
    lawsHeld: target === undefined ? breaches.length === 0 : null,
    breaches,
    machine: describeMachine(),
  };
  return { outcome, page: await writeResults(outcome, options.results) };
}
