import type { Sharing } from "../gateways/gateway.ts";
import { GatewayError } from "../gateways/start.ts";
import type { Ground } from "./ground.ts";
import { type Candidate, measure, type Sample, type Task } from "./measure.ts";
import { median, rotate } from "./statistics.ts";

/** A gateway with one setting, over all rounds: each figure is the median of the rounds'. */
export interface Row extends Sample {
  readonly gateway: string;
  readonly title: string;
  readonly isScript: boolean;
  readonly sharing: Sharing;
  /** What kept it from being faster. */
  readonly limit: "gateway" | "load" | "neither";
  readonly rounds: number;
}

/** A gateway that could not be measured. */
export interface Failure {
  readonly gateway: string;
  readonly sharing: Sharing;
  readonly reason: string;
}

/** From here on a core counts as used up: the kernel itself needs a little. */
const FULL = 0.93;

/** What was used up. When the load's core was, and the gateway's was not, the gateway could have done more. */
export function limitOf({ gatewayShare, loadShare }: Pick<Sample, "gatewayShare" | "loadShare">): Row["limit"] {
  if (gatewayShare >= FULL) return "gateway";
  return loadShare >= FULL ? "load" : "neither";
}

/** The medians; of wrong answers, the sum. */
export function summarize({ gateway, sharing }: Candidate, samples: readonly Sample[]): Row {
  const middle = (read: (sample: Sample) => number) => median(samples.map(read));
  const figures = {
    requests: middle(({ requests }) => requests),
    requestsPerSecond: middle(({ requestsPerSecond }) => requestsPerSecond),
    p50Ms: middle(({ p50Ms }) => p50Ms),
    p95Ms: middle(({ p95Ms }) => p95Ms),
    p99Ms: middle(({ p99Ms }) => p99Ms),
    cpuMsPerRequest: middle(({ cpuMsPerRequest }) => cpuMsPerRequest),
    rssMb: middle(({ rssMb }) => rssMb),
    ownRssMb: middle(({ ownRssMb }) => ownRssMb),
    fetchesPerRequest: middle(({ fetchesPerRequest }) => fetchesPerRequest),
    executedShare: middle(({ executedShare }) => executedShare),
    readyMs: middle(({ readyMs }) => readyMs),
    gatewayShare: middle(({ gatewayShare }) => gatewayShare),
    loadShare: middle(({ loadShare }) => loadShare),
    othersShare: middle(({ othersShare }) => othersShare),
  };
  const wrong = samples.reduce((sum, sample) => sum + sample.wrong, 0);
  const { name, title, isScript } = gateway;
  return { gateway: name, title, isScript, sharing, ...figures, wrong, limit: limitOf(figures), rounds: samples.length };
}

export interface RoundsOptions {
  readonly ground: Ground;
  readonly candidates: readonly Candidate[];
  readonly task: Task;
  readonly rounds: number;
}

function describe({ requestsPerSecond, cpuMsPerRequest, p99Ms, wrong }: Sample): string {
  const wrongly = wrong === 0 ? "" : `, ${wrong} WRONG ANSWERS`;
  return `${requestsPerSecond.toFixed(0)} requests/s, ${cpuMsPerRequest.toFixed(2)} ms of processor each, p99 ${p99Ms.toFixed(0)} ms${wrongly}`;
}

/** Starting and stopping a gateway, and k6 twice. */
const AROUND_SECONDS = 3;

function estimate({ settings: { seconds, warmUpSeconds } }: Ground, measurements: number): string {
  const minutes = (measurements * (seconds + warmUpSeconds + AROUND_SECONDS)) / 60;
  return `about ${minutes.toFixed(1)} minutes`;
}

/** One measurement, and how it is told; a failure of the gateway is an outcome. */
async function attempt(ground: Ground, candidate: Candidate, task: Task): Promise<Sample | GatewayError> {
  try {
    return await measure(ground, candidate, task);
  } catch (error) {
    if (error instanceof GatewayError && !ground.signal.aborted) return error;
    throw error;
  }
}

/**
 * Measures all, one after the other, as often as there are rounds; each round begins with another one. A gateway that fails is told and left
 * out from then on.
 */
export async function measureRounds({ ground, candidates, task, rounds }: RoundsOptions) {
  const samples = new Map<Candidate, Sample[]>(candidates.map((candidate) => [candidate, []]));
  const failures: Failure[] = [];
  ground.report.say(`${candidates.length} measurements in each of ${rounds} rounds: ${estimate(ground, candidates.length * rounds)}`);
  for (let round = 0; round < rounds; round += 1) {
    const order = rotate([...samples.keys()], Math.floor((round * candidates.length) / rounds));
    for (const [index, candidate] of order.entries()) {
      const { gateway, sharing } = candidate;
      const outcome = await attempt(ground, candidate, task);
      const label = `round ${round + 1}/${rounds}, ${index + 1}/${order.length}: ${gateway.title}, sharing ${sharing}`;
      ground.report.say(`${label}: ${outcome instanceof GatewayError ? `FAILED: ${outcome.message}` : describe(outcome)}`);
      if (outcome instanceof GatewayError) {
        failures.push({ gateway: gateway.name, sharing, reason: outcome.message });
        samples.delete(candidate);
      } else {
        samples.get(candidate)?.push(outcome);
      }
    }
  }
  const rows = [...samples].map(([candidate, found]) => summarize(candidate, found));
  return { rows, failures };
}
