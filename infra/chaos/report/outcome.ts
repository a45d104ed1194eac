import { cpus, totalmem } from "node:os";
import type { Books } from "@mercato/local/audit/books";
import type { Done } from "../faults/nemesis.ts";
import { type Entry, entriesOf } from "../history/history.ts";
import { type Normal, normalOf, percentile, type Recovery, recoveriesOf } from "../measure/recovery.ts";
import { type Second, throughputOf } from "../measure/throughput.ts";
import { describeFault, isPartition } from "../schedule/fault.ts";

/** A fault as the report has it. Times are milliseconds from the start of the run. */
export interface ReportedFault extends Recovery {
  readonly what: string;
  readonly kind: Done["fault"]["kind"];
  readonly beganAtMs: number;
  readonly endedAtMs: number;
  readonly upAtMs: number;
}

/** What came of a run. */
export interface Outcome {
  readonly seed: number;
  readonly minutes: number;
  readonly startedAt: string;
  readonly machine: string;
  readonly customers: number;
  readonly orders: {
    readonly acknowledged: number;
    readonly confirmed: number;
    readonly cancelled: number;
    readonly returned: number;
    readonly needAttention: number;
  };
  /** Attempts that got no answer and were made again with the same key. */
  readonly unanswered: number;
  readonly faults: readonly ReportedFault[];
  readonly normal: Normal;
  readonly recoveryP95Ms: number;
  readonly confirmationP95Ms: number;
  /** From the end of the last fault until nothing was under way any more; null when two minutes were not enough. */
  readonly settledAfterMs: number | null;
  /** What ended or did not start though nobody meant it to. */
  readonly surprises: readonly string[];
  readonly violations: readonly string[];
  readonly throughput: readonly Second[];
}

export interface Findings {
  readonly seed: number;
  readonly minutes: number;
  readonly customers: number;
  readonly startedAt: string;
  readonly history: readonly Entry[];
  readonly done: readonly Done[];
  /** When the first fault might begin. */
  readonly calmUntilMs: number;
  readonly books: Books;
  readonly settledAfterMs: number | null;
  readonly violations: readonly string[];
}

function describeMachine(): string {
  const cores = cpus();
  return `${cores.length} × ${cores[0]?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform} ${process.arch}`;
}

function countOrders({ orders }: Books, history: readonly Entry[]): Outcome["orders"] {
  const ended = (status: string) => orders.filter(({ state }) => state.status === status).length;
  return {
    acknowledged: new Set(entriesOf(history, "placed").map(({ orderId }) => orderId)).size,
    confirmed: ended("confirmed"),
    cancelled: ended("cancelled"),
    returned: ended("returned"),
    needAttention: orders.filter(({ state }) => state.attention !== null).length,
  };
}

/** After the last fault customers go on for a while, so whatever did not recover until then is broken. */
function notRecovered(faults: readonly ReportedFault[]): readonly string[] {
  return faults.flatMap(({ what, placedMs }) => (placedMs === null ? [`no order was placed in normal time after "${what}"`] : []));
}

/** Puts together what is told of a run. */
export function outcomeOf(findings: Findings): Outcome {
  const { seed, minutes, customers, startedAt, history, done, calmUntilMs, books, settledAfterMs } = findings;
  const normal = normalOf(history, calmUntilMs);
  const recoveries = new Map(recoveriesOf(history, done, normal).map((recovery) => [recovery.id, recovery]));
  const faults = done.map(({ id, fault, beganAtMs, endedAtMs, upAtMs }) => ({
    ...(recoveries.get(id) ?? { id, placedMs: null, confirmedMs: null }),
    what: describeFault(fault),
    kind: fault.kind,
    beganAtMs,
    endedAtMs,
    upAtMs,
  }));
  const known = (times: readonly (number | null)[]) => times.filter((time) => time !== null);
  return {
    seed,
    minutes,
    startedAt,
    machine: describeMachine(),
    customers,
    orders: countOrders(books, history),
    unanswered: entriesOf(history, "unanswered").length,
    faults,
    normal,
    recoveryP95Ms: percentile(known(faults.map(({ placedMs }) => placedMs)), 0.95),
    confirmationP95Ms: percentile(known(faults.map(({ confirmedMs }) => confirmedMs)), 0.95),
    settledAfterMs,
    surprises: entriesOf(history, "surprise").map(({ what }) => what),
    violations: [...findings.violations, ...notRecovered(faults)],
    throughput: throughputOf(history),
  };
}

/** How many faults of a kind there were. */
export function countFaults({ faults }: Pick<Outcome, "faults">) {
  return {
    kills: faults.filter(({ kind }) => kind === "kill").length,
    pauses: faults.filter(({ kind }) => kind === "pause").length,
    partitions: faults.filter(isPartition).length,
  };
}

/** The last line of `--json`. */
export function lastLine(outcome: Outcome, report: string): string {
  const { seed, orders, violations, recoveryP95Ms, confirmationP95Ms, settledAfterMs, unanswered, surprises } = outcome;
  return JSON.stringify({
    seed,
    ordersAcknowledged: orders.acknowledged,
    ...countFaults(outcome),
    violations: violations.length,
    recoveryP95Ms,
    confirmationP95Ms,
    settledAfterMs,
    unanswered,
    surprises: surprises.length,
    report,
  });
}
