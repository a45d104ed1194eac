import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { findOnPath } from "@mercato/local/servers/on-path";
import { SetupProblem } from "@mercato/local/servers/problem";

/** Which cores what is pinned to: the load (k6 and the subgraphs) and the gateway. */
export interface Cores {
  readonly load: number;
  readonly gateway: number;
}

/** A command as it is started. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
}

/** The kernel counts processor time in hundredths of a second, on every Linux that Bun runs on. */
const MS_PER_TICK = 10;

/** @throws SetupProblem when this machine has not got these cores, or cannot pin to them */
export function checkCores({ load, gateway }: Cores, path: string | undefined): void {
  if (process.platform !== "linux") throw new SetupProblem("The router benchmark reads /proc and pins to cores: it runs on Linux only.");
  if (findOnPath("taskset", path) === undefined) throw new SetupProblem("There is no taskset on PATH.", ["Install util-linux."]);
  const count = cpus().length;
  if (load === gateway || Math.max(load, gateway) >= count) {
    throw new SetupProblem(`Load and gateway need a core each, and this machine has ${count}.`, ["Choose two with --cores LOAD,GATEWAY."]);
  }
}

/** The command, on this core alone. `taskset` becomes the command: the process id stays the same. */
export function pinned(core: number, { command, args }: Launch): Launch {
  return { command: "taskset", args: ["--cpu-list", String(core), command, ...args] };
}

/** For how long a core was busy since the machine started, in milliseconds, from the text of /proc/stat. */
export function parseBusyMs(text: string, core: number): number {
  const line = text.split("\n").find((candidate) => candidate.startsWith(`cpu${core} `));
  // user nice system idle iowait irq softirq steal; what guests use is in user already.
  const ticks = (line ?? "").trim().split(/\s+/).slice(1, 9).map(Number);
  const idle = (ticks[3] ?? 0) + (ticks[4] ?? 0);
  return (ticks.reduce((sum, value) => sum + value, 0) - idle) * MS_PER_TICK;
}

export function busyMs(core: number): number {
  return parseBusyMs(readFileSync("/proc/stat", "utf8"), core);
}
