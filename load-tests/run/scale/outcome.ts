import type { Outcome } from "../outcome.ts";
import type { RateProbe } from "./scale.ts";
import type { Found } from "./search.ts";

/** What a shop of so many processes came to. */
export interface ScaleStep extends Found<RateProbe> {
  /** Of the router and of each subgraph. */
  readonly processes: number;
  readonly breaches: readonly string[];
}

/** What a series of shops came to; the JSON beside the report. */
export interface ScaleOutcome {
  readonly scenario: "scale";
  /** ISO 8601. */
  readonly startedAt: string;
  /** Of each rate. */
  readonly duration: string;
  readonly budgetFactor: number;
  readonly steps: readonly ScaleStep[];
  readonly machine: Outcome["machine"];
}

export function breachesOf({ steps }: ScaleOutcome): readonly string[] {
  return steps.flatMap(({ processes, breaches }) => breaches.map((breach) => `with ${processes} of each: ${breach}`));
}

/** A series passes when every shop held some rate and all laws: how well it scales is a finding, not a failure. */
export function hasScalePassed(outcome: ScaleOutcome): boolean {
  return outcome.steps.every(({ best }) => best !== undefined) && breachesOf(outcome).length === 0;
}

/** The last line of the output, for programs. Figures are of the highest rate that held; null where none did. */
export function scaleLastLine(outcome: ScaleOutcome, report: string): string {
  const steps = outcome.steps.map(({ processes, best, broken }) => ({
    processes,
    rate: best?.rate ?? null,
    opsPerSecond: best?.opsPerSecond ?? null,
    p95Ms: best?.p95Ms ?? null,
    cpu: best?.cpu ?? null,
    brokenRate: broken?.rate ?? null,
  }));
  return JSON.stringify({ scenario: outcome.scenario, steps, lawsHeld: breachesOf(outcome).length === 0, report });
}
