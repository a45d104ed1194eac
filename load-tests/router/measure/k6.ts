import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "@mercato/local/checkout";
import type { Guard } from "@mercato/local/servers/guard";
import { lastLines } from "@mercato/local/servers/run-command";
import { z } from "zod";
import { K6Error } from "../../run/k6.ts";
import { pinned } from "./processor.ts";

export interface LoadOptions {
  /** The file of k6. */
  readonly k6: string;
  /** The core that k6 is pinned to. */
  readonly core: number;
  readonly url: string;
  /** Holds the body of each request. */
  readonly bodyFile: string;
  /** Holds the text of the right answer. */
  readonly expectedFile: string;
  /** Virtual users, each of which asks again as soon as it is answered. */
  readonly vus: number;
  readonly seconds: number;
  /** For the summary. */
  readonly directory: string;
  readonly guard: Guard;
  readonly signal: AbortSignal;
}

/** What k6 saw. */
export interface Load {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Answers that were not the right one, or none at all. */
  readonly wrong: number;
  /** Processor time that k6 took. */
  readonly cpuMs: number;
}

const SCRIPT = join(ROOT, "load-tests", "k6", "router.ts");
const ARGUMENTS = ["run", "--quiet", "--no-color", "--no-usage-report", "--log-format=raw", "--address="];
const MICROSECONDS_PER_MS = 1_000;

const summary = z.object({
  metrics: z.object({
    http_reqs: z.object({ values: z.object({ count: z.number(), rate: z.number() }) }),
    http_req_duration: z.object({ values: z.object({ med: z.number(), "p(95)": z.number(), "p(99)": z.number() }) }),
    wrong_answers: z.object({ values: z.object({ count: z.number() }) }).optional(),
  }),
});

/** Reads what handleSummary of k6/router.ts wrote. */
export function parseSummary(text: string): Omit<Load, "cpuMs"> {
  const { http_reqs: requests, http_req_duration: duration, wrong_answers: wrong } = summary.parse(JSON.parse(text)).metrics;
  return {
    requests: requests.values.count,
    requestsPerSecond: requests.values.rate,
    p50Ms: duration.values.med,
    p95Ms: duration.values["p(95)"],
    p99Ms: duration.values["p(99)"],
    wrong: wrong?.values.count ?? 0,
  };
}

/** Asks the same over and over. @throws K6Error when k6 failed or was stopped */
export async function putUnderLoad(options: LoadOptions): Promise<Load> {
  const { k6, core, url, bodyFile, expectedFile, vus, seconds, directory, guard, signal } = options;
  signal.throwIfAborted();
  const summaryFile = join(directory, "summary.json");
  const { command, args } = pinned(core, { command: k6, args: [...ARGUMENTS, SCRIPT] });
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: process.env["HOME"] ?? "",
    K6_AUTO_EXTENSION_RESOLUTION: "false",
    URL: url,
    BODY_FILE: bodyFile,
    EXPECTED_FILE: expectedFile,
    VUS: String(vus),
    DURATION: `${seconds}s`,
    SUMMARY_FILE: summaryFile,
  };
  // A process group of its own: a terminal's Ctrl-C reaches it once, from here.
  const child = Bun.spawn([command, ...args], { env, detached: true, stdin: "ignore", stdout: "ignore", stderr: "pipe" });
  guard.add(child.pid, "SIGTERM");
  const stop = () => child.kill("SIGINT");
  signal.addEventListener("abort", stop, { once: true });
  try {
    const [said, code] = await Promise.all([new Response(child.stderr).text(), child.exited]);
    if (signal.aborted) throw new K6Error("k6 was stopped");
    if (code !== 0) throw new K6Error(`k6 ended with exit code ${code}: ${lastLines(said, 3)}`);
  } finally {
    guard.remove(child.pid);
    signal.removeEventListener("abort", stop);
  }
  const cpuMs = Number(child.resourceUsage()?.cpuTime.total ?? 0) / MICROSECONDS_PER_MS;
  return { ...parseSummary(await readFile(summaryFile, "utf8")), cpuMs };
}
