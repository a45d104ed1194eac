import { readdirSync, readFileSync } from "node:fs";
import { round } from "./percentile.ts";

/** What one process of the operating system uses. */
interface Usage {
  readonly pid: number;
  readonly parent: number;
  /** Since it started, in milliseconds. */
  readonly cpuMs: number;
  readonly rssBytes: number;
}

/** What a part of the shop used over the second before, with all processes that it started. */
export interface ResourceSample {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  readonly name: string;
  /** Of one core: 150 is one and a half. */
  readonly cpuPercent: number;
  /** Pages that several processes share count for each of them. */
  readonly rssBytes: number;
}

/** The kernel's clock ticks for each millisecond; a hundred a second on every Linux that Bun runs on. */
const MS_PER_TICK = 10;

/** Reads a process from the text of its /proc/PID/stat and /proc/PID/status. */
export function parseProc(pid: number, stat: string, status: string): Usage {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
  const rssKib = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? "0";
  return { pid, parent: Number(fields[1] ?? 0), cpuMs: ticks * MS_PER_TICK, rssBytes: Number(rssKib) * 1024 };
}

function readProcess(pid: number): readonly Usage[] {
  try {
    return [parseProc(pid, readFileSync(`/proc/${pid}/stat`, "utf8"), readFileSync(`/proc/${pid}/status`, "utf8"))];
  } catch {
    return []; // It has ended.
  }
}

/** Seconds of "[[days-]hours:]minutes:seconds", as ps prints CPU time. */
export function parsePsTime(text: string): number {
  const [days, clock] = text.includes("-") ? text.split("-") : ["0", text];
  const seconds = (clock ?? "").split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
  return Number(days) * 86_400 + seconds;
}

function readWithPs(): readonly Usage[] {
  const { stdout } = Bun.spawnSync(["ps", "-A", "-o", "pid=,ppid=,rss=,time="]);
  return stdout
    .toString()
    .trim()
    .split("\n")
    .map((line) => {
      const [pid = "0", parent = "0", rss = "0", time = "0:00"] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), rssBytes: Number(rss) * 1024, cpuMs: parsePsTime(time) * 1000 };
    });
}

export function readProcesses(): readonly Usage[] {
  if (process.platform !== "linux") return readWithPs();
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)));
}

/** A process and all that descend from it. */
export function familyOf(root: number, processes: readonly Usage[]): readonly Usage[] {
  const children = Map.groupBy(processes, ({ parent }) => parent);
  const found = processes.filter(({ pid }) => pid === root);
  for (const member of found) found.push(...(children.get(member.pid) ?? []));
  return found;
}

/** What a family used since the last look: of processes that were not there then, all. */
export function cpuSince(before: ReadonlyMap<number, number>, family: readonly Usage[]): number {
  return family.reduce((sum, { pid, cpuMs }) => sum + Math.max(0, cpuMs - (before.get(pid) ?? 0)), 0);
}

export interface ResourceWatch extends Disposable {
  readonly samples: readonly ResourceSample[];
}

const EVERY_MS = 1_000;

/** Looks at processes once a second until it is disposed of. `pids` are read at each look, for restarts change them. */
export function watchResources(pids: () => Readonly<Record<string, number | undefined>>): ResourceWatch {
  const samples: ResourceSample[] = [];
  let before = new Map(readProcesses().map(({ pid, cpuMs }) => [pid, cpuMs]));
  let beforeMs = performance.now();
  const look = () => {
    const processes = readProcesses();
    const nowMs = performance.now();
    const atMs = Date.now();
    for (const [name, root] of Object.entries(pids())) {
      if (root === undefined) continue;
      const family = familyOf(root, processes);
      const cpuPercent = round((cpuSince(before, family) / (nowMs - beforeMs)) * 100);
      samples.push({ atMs, name, cpuPercent, rssBytes: family.reduce((sum, { rssBytes }) => sum + rssBytes, 0) });
    }
    before = new Map(processes.map(({ pid, cpuMs }) => [pid, cpuMs]));
    beforeMs = nowMs;
  };
  const timer = setInterval(look, EVERY_MS);
  return { samples, [Symbol.dispose]: () => clearInterval(timer) };
}
