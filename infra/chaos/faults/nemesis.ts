import type { Report } from "@mercato/local/servers/report";
import type { History } from "../history/history.ts";
import { describeFault, type Fault, type Target } from "../schedule/fault.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Links } from "./links.ts";
import { patience } from "./patience.ts";

/** What can be done to a process of the shop or to a server. */
export interface Victim {
  kill9(): Promise<void>;
  restart(): Promise<void>;
  pause(): void;
  resume(): void;
}

export interface NemesisOptions {
  readonly schedule: Schedule;
  readonly victimOf: (target: Target) => Victim;
  readonly links: Pick<Links, "proxyOf" | "healAll">;
  readonly history: History;
  readonly report: Report;
  /** Ends it before its time. */
  readonly signal: AbortSignal;
}

/** What was done: times are milliseconds from the start of the run. */
export interface Done {
  readonly id: number;
  readonly fault: Fault;
  readonly beganAtMs: number;
  /** What was killed is being started again, what was paused goes on, what was cut is joined. */
  readonly endedAtMs: number;
  /** What was killed is ready; otherwise the same as `endedAtMs`. */
  readonly upAtMs: number;
}

/** Thrown when something that was killed does not start any more. */
export class DoesNotComeBackError extends Error {
  override readonly name = "DoesNotComeBackError";
}

const COME_BACK_MS = 180_000;
const AGAIN_MS = 500;
/** Between what was killed being ready and the next fault of its row, also when the row is late: people must get a word in. */
const BREATH_MS = 1_500;

/** Starts a victim again, as a process manager would: once more whenever it ends during its start. @throws DoesNotComeBackError */
async function bringBack(target: Target, { victimOf, history, report, signal }: NemesisOptions): Promise<void> {
  const deadline = performance.now() + COME_BACK_MS;
  for (;;) {
    try {
      await victimOf(target).restart();
      return;
    } catch (cause) {
      signal.throwIfAborted();
      const what = `${target} did not start: ${cause instanceof Error ? cause.message : String(cause)}`;
      history.write({ kind: "surprise", what });
      report.say(what);
      if (performance.now() > deadline) throw new DoesNotComeBackError(`${target} does not come back`, { cause });
      await patience(AGAIN_MS, signal);
    }
  }
}

/** Begins a fault; what is handed back ends it. */
function strike(fault: Fault, { victimOf, links }: NemesisOptions): Promise<void> | void {
  switch (fault.kind) {
    case "kill":
      return victimOf(fault.target).kill9();
    case "pause":
      return victimOf(fault.target).pause();
    case "delay":
      return links.proxyOf(fault.link).delay(fault.delayMs);
    default:
      return links.proxyOf(fault.link)[fault.kind]();
  }
}

async function undo(fault: Fault, options: NemesisOptions): Promise<void> {
  if (!("target" in fault)) options.links.proxyOf(fault.link).heal();
  else if (fault.kind === "pause") options.victimOf(fault.target).resume();
  else await bringBack(fault.target, options);
}

/**
 * Does all that the schedule says. A row that is late (a database takes its time to come back) does the rest later, each for as long as it says.
 * Whatever happens, all that it did is undone when it resolves.
 * @throws DoesNotComeBackError
 */
export async function unleash(given: NemesisOptions): Promise<readonly Done[]> {
  const { schedule, history, report } = given;
  const lost = new AbortController();
  const signal = AbortSignal.any([given.signal, lost.signal]);
  const options = { ...given, signal };
  const startedAtMs = history.now();
  const done: Done[] = [];
  let count = 0;

  async function suffer(fault: Fault): Promise<void> {
    count += 1;
    const id = count;
    const name = describeFault(fault);
    const beganAtMs = history.now();
    history.write({ kind: "fault", phase: "begins", fault: name, id });
    report.say(`${name} for ${fault.lastsMs} ms`);
    await strike(fault, options);
    await patience(fault.lastsMs, signal);
    const endedAtMs = history.now();
    history.write({ kind: "fault", phase: "ends", fault: name, id });
    await undo(fault, options);
    const upAtMs = fault.kind === "kill" ? history.now() : endedAtMs;
    if (fault.kind === "kill") history.write({ kind: "fault", phase: "up", fault: name, id });
    done.push({ id, fault, beganAtMs, endedAtMs, upAtMs });
  }

  async function walk(row: readonly Fault[]): Promise<void> {
    let freeAtMs = 0;
    for (const fault of row) {
      await patience(Math.max(startedAtMs + fault.atMs, freeAtMs) - history.now(), signal);
      if (signal.aborted) return;
      await suffer(fault);
      freeAtMs = fault.kind === "kill" ? history.now() + BREATH_MS : 0;
    }
  }

  const rows = [walk(schedule.kills), walk(schedule.disturbances)];
  try {
    await Promise.all(rows);
  } catch (error) {
    lost.abort();
    throw error;
  } finally {
    await Promise.allSettled(rows);
    options.links.healAll();
  }
  return done.toSorted((one, other) => one.beganAtMs - other.beganAtMs);
}
