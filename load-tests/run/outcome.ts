import { cpus, totalmem } from "node:os";
import type { ResourceSample } from "./resources.ts";
import type { Figures } from "./samples.ts";
import type { ThresholdResult } from "./summary.ts";

/** What a load test found; the JSON beside the report. */
export interface Outcome extends Figures {
  readonly scenario: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly target: string;
  /** How the shop under test ran: a process a service, one process, or somewhere else. */
  readonly shop: "processes" | "single" | "elsewhere";
  /** What was asked for on the command line. */
  readonly asked: Readonly<Record<string, string>>;
  /** Most operations a second within the budget: see bestThroughput. */
  readonly bestOpsPerSecond: number;
  readonly thresholds: readonly ThresholdResult[];
  readonly thresholdsHeld: boolean;
  /** Null for a shop whose books the runner cannot see. */
  readonly lawsHeld: boolean | null;
  readonly breaches: readonly string[];
  readonly resources: readonly ResourceSample[];
  readonly machine: { readonly cores: number; readonly model: string; readonly memoryBytes: number; readonly platform: string };
}

export function describeMachine(): Outcome["machine"] {
  const [first] = cpus();
  return {
    cores: cpus().length,
    model: first?.model.trim() ?? "unknown",
    memoryBytes: totalmem(),
    platform: `${process.platform} ${process.arch}, Bun ${Bun.version}`,
  };
}

/** A breakpoint run seeks the load at which a budget breaks: there a broken threshold is the answer, not a failure. */
export function hasPassed({ scenario, thresholdsHeld, lawsHeld, requests }: Outcome): boolean {
  return requests > 0 && (thresholdsHeld || scenario === "breakpoint") && lawsHeld !== false;
}

/** The last line of the output, for programs. */
export function lastLine(outcome: Outcome, report: string): string {
  const { scenario, requests, errors, opsPerSecond, p95Ms, p99Ms, lawsHeld, thresholdsHeld, seconds, orders, bestOpsPerSecond } = outcome;
  const { confirmed, soldOut, sagaP95Ms } = orders;
  const sales = confirmed + soldOut > 0 ? { confirmed, soldOut, sagaP95Ms } : {};
  const figures = { scenario, requests, errors, opsPerSecond, p95Ms, p99Ms, lawsHeld };
  return JSON.stringify({ ...figures, thresholdsHeld, seconds, bestOpsPerSecond, ...sales, report });
}
