import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cpuSince, familyOf, readProcesses } from "../../run/resources.ts";
import type { Gateway, Sharing } from "../gateways/gateway.ts";
import { askOnce, type RunningGateway, startGateway } from "../gateways/start.ts";
import type { Operation } from "../graph/documents.ts";
import type { Ground } from "./ground.ts";
import { type Load, putUnderLoad } from "./k6.ts";
import { busyMs } from "./processor.ts";

/** What is asked, and what must be answered. */
export interface Task {
  readonly operation: Operation;
  readonly expected: unknown;
}

/** One gateway with one setting. */
export interface Candidate {
  readonly gateway: Gateway;
  readonly sharing: Sharing;
}

/** What one measurement found. */
export interface Sample extends Omit<Load, "cpuMs"> {
  /** Processor time of the gateway and all that it started, in milliseconds, by requests. */
  readonly cpuMsPerRequest: number;
  /** Of the gateway and all that it started, at the end of the load. Pages that several share count for each. */
  readonly rssMb: number;
  /** Of that, the gateway's first process. */
  readonly ownRssMb: number;
  /** Subgraph requests, by requests. */
  readonly fetchesPerRequest: number;
  /** Of subgraph requests, those that were not known word by word and had to be executed. */
  readonly executedShare: number;
  /** From the gateway's start to its first right answer. */
  readonly readyMs: number;
  /** Share (0 to 1) of the gateway's core that the gateway took. */
  readonly gatewayShare: number;
  /** Share of the load's core that k6 and the subgraphs took. */
  readonly loadShare: number;
  /** Share of the two cores that was taken by anything else: above a few hundredths, the machine was not quiet. */
  readonly othersShare: number;
}

const BYTES_PER_MB = 1024 * 1024;

async function look(ground: Ground, pid: number) {
  const { load, gateway } = ground.settings.cores;
  const counts = await ground.counts();
  const processes = readProcesses();
  return {
    atMs: performance.now(),
    counts,
    processes,
    gateway: familyOf(pid, processes),
    busy: { load: busyMs(load), gateway: busyMs(gateway) },
  };
}

type Look = Awaited<ReturnType<typeof look>>;

/** What happened between two looks. */
function compare(before: Look, after: Look, { subgraphsPid, load }: { readonly subgraphsPid: number; readonly load: Load }) {
  const cpuBefore = new Map(before.processes.map(({ pid, cpuMs }) => [pid, cpuMs]));
  const gatewayMs = cpuSince(cpuBefore, after.gateway);
  const loadMs = load.cpuMs + cpuSince(cpuBefore, familyOf(subgraphsPid, after.processes));
  const elapsedMs = after.atMs - before.atMs;
  // k6 takes a moment to begin and to end.
  const loadedMs = (load.requests / load.requestsPerSecond) * 1_000;
  const busyTotal = after.busy.load - before.busy.load + (after.busy.gateway - before.busy.gateway);
  const requests = after.counts.requests - before.counts.requests;
  return {
    cpuMsPerRequest: gatewayMs / load.requests,
    rssMb: after.gateway.reduce((sum, { rssBytes }) => sum + rssBytes, 0) / BYTES_PER_MB,
    ownRssMb: (after.gateway[0]?.rssBytes ?? 0) / BYTES_PER_MB,
    fetchesPerRequest: requests / load.requests,
    executedShare: requests === 0 ? 0 : (after.counts.executed - before.counts.executed) / requests,
    gatewayShare: Math.min(1, gatewayMs / loadedMs),
    loadShare: Math.min(1, loadMs / loadedMs),
    othersShare: Math.max(0, busyTotal - gatewayMs - loadMs) / (2 * elapsedMs),
  };
}

/** Starts a gateway for this task, on its core. @throws GatewayError */
export function startFor(ground: Ground, { gateway, sharing }: Candidate, task: Task): Promise<RunningGateway> {
  const { supergraphFile, directory, guard, signal, settings } = ground;
  const { cores, gatewayPort: port } = settings;
  return startGateway({ gateway, sharing, supergraphFile, port, core: cores.gateway, ...task, directory, guard, signal });
}

/** Loads a running gateway with the task for some seconds. */
export async function loadFor(ground: Ground, running: RunningGateway, { operation }: Task): Promise<(seconds: number) => Promise<Load>> {
  const { k6, directory, guard, signal, settings } = ground;
  const bodyFile = join(directory, "body.json");
  const expectedFile = join(directory, "expected.json");
  await writeFile(bodyFile, JSON.stringify(operation));
  await writeFile(expectedFile, running.answer);
  const { cores, vus } = settings;
  return (seconds) =>
    putUnderLoad({ k6, core: cores.load, url: running.url, bodyFile, expectedFile, vus, seconds, directory, guard, signal });
}

/** A load of the warm-up counts as one when the gateway got so much of its core; else there is another, up to so many. */
const WARM_SHARE = 0.6;
const MOST_WARM_UPS = 4;

/** Compilers work in the gateway's processor time: where other work takes most of its core, the warm-up takes longer. */
async function warmUp({ settings: { warmUpSeconds } }: Ground, pid: number, load: (seconds: number) => Promise<Load>): Promise<void> {
  const cpuMs = () => cpuSince(new Map(), familyOf(pid, readProcesses()));
  const enough = cpuMs() + warmUpSeconds * 1_000 * WARM_SHARE;
  for (let times = 0; times < MOST_WARM_UPS && cpuMs() < enough; times += 1) await load(warmUpSeconds);
}

/** Starts a gateway, warms it up, measures it, and stops it. @throws GatewayError, K6Error */
export async function measure(ground: Ground, candidate: Candidate, task: Task): Promise<Sample> {
  const { subgraphsPid, settings } = ground;
  await using running = await startFor(ground, candidate, task);
  const load = await loadFor(ground, running, task);
  await warmUp(ground, running.pid, load);
  const before = await look(ground, running.pid);
  const { cpuMs, ...seen } = await load(settings.seconds);
  const after = await look(ground, running.pid);
  await askOnce(running.url, task);
  return { ...seen, ...compare(before, after, { subgraphsPid, load: { ...seen, cpuMs } }), readyMs: running.readyMs };
}
