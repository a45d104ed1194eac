import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { familyOf, readProcesses } from "../run/resources.ts";
import { deepTask } from "./compare.ts";
import type { Sharing } from "./gateways/gateway.ts";
import { ourGateway } from "./gateways/ours.ts";
import type { Ground } from "./measure/ground.ts";
import { loadFor, startFor } from "./measure/measure.ts";
import { slope } from "./measure/statistics.ts";
import { rounded } from "./report/results.ts";

/** Memory at one moment of the load. */
export interface MemorySample {
  readonly seconds: number;
  readonly rssMb: number;
}

/** How our router's memory moves under load. */
export interface Soak {
  readonly benchmark: "soak";
  readonly sharing: Sharing;
  readonly minutes: number;
  /** By least squares, over all but the warm-up. */
  readonly slopeMbPerHour: number;
  /** At the end of the warm-up, and at the end. */
  readonly warmRssMb: number;
  readonly lastRssMb: number;
  readonly mostRssMb: number;
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p99Ms: number;
  readonly wrong: number;
  readonly samples: readonly MemorySample[];
}

const EVERY_MS = 1_000;
const TOLD_EVERY = 15;
const BYTES_PER_MB = 1024 * 1024;
const SECONDS_PER_HOUR = 3_600;
/** Heaps grow to their size in the beginning: this share of the time, and no more than two minutes, says nothing of leaks. */
const WARM_UP_SHARE = 0.2;
const MOST_WARM_UP_SECONDS = 120;

/** How long memory is left out of the slope, in seconds. */
export function warmUpOf(seconds: number): number {
  return Math.min(MOST_WARM_UP_SECONDS, seconds * WARM_UP_SHARE);
}

/** What the samples say. */
export function describeMemory(samples: readonly MemorySample[], seconds: number) {
  const warm = samples.filter((sample) => sample.seconds >= warmUpOf(seconds));
  return {
    slopeMbPerHour: slope(warm.map((sample) => [sample.seconds, sample.rssMb] as const)) * SECONDS_PER_HOUR,
    warmRssMb: warm[0]?.rssMb ?? Number.NaN,
    lastRssMb: warm.at(-1)?.rssMb ?? Number.NaN,
    mostRssMb: Math.max(...samples.map(({ rssMb }) => rssMb)),
  };
}

function watchMemory(pid: number, ground: Ground) {
  const samples: MemorySample[] = [];
  const from = performance.now();
  const timer = setInterval(() => {
    const rssBytes = familyOf(pid, readProcesses()).reduce((sum, process) => sum + process.rssBytes, 0);
    const sample = { seconds: (performance.now() - from) / 1_000, rssMb: rssBytes / BYTES_PER_MB };
    samples.push(sample);
    if (samples.length % TOLD_EVERY === 0) ground.report.say(`${sample.seconds.toFixed(0)} s: RSS ${sample.rssMb.toFixed(1)} MB`);
  }, EVERY_MS);
  return { samples, [Symbol.dispose]: () => clearInterval(timer) };
}

/** Keeps our router under load, and watches its memory. @throws GatewayError, K6Error */
export async function soak(ground: Ground, sharing: Sharing, minutes: number): Promise<Soak> {
  const task = await deepTask();
  await using running = await startFor(ground, { gateway: ourGateway(), sharing }, task);
  const load = await loadFor(ground, running, task);
  const seconds = minutes * 60;
  using watch = watchMemory(running.pid, ground);
  const { requests, requestsPerSecond, p99Ms, wrong } = await load(seconds);
  const { samples } = watch;
  return { benchmark: "soak", sharing, minutes, ...describeMemory(samples, seconds), requests, requestsPerSecond, p99Ms, wrong, samples };
}

export async function writeSoak(found: Soak, folder: string): Promise<void> {
  await writeFile(join(folder, "result.json"), `${JSON.stringify(rounded(found))}\n`);
}
