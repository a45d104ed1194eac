import fc from "fast-check";
import { type CheckOutcome, checkCase, type Mismatch } from "./check-case.ts";
import { type FuzzCase, fuzzCases } from "./fuzz-case.ts";
import { federatedSdl } from "./model/print.ts";
import type { Faults, PlannerName } from "./router-under-test.ts";

export interface CampaignOptions {
  /** Operations to compare. */
  readonly cases: number;
  readonly seed: number;
  /** Replays one finding of the seed: what its report says. */
  readonly path?: string;
  /** "mixed" gives one schema in five to Apollo's planner. */
  readonly planner: PlannerName | "mixed";
  /** Findings after which it stops. @default 1 */
  readonly maxFindings?: number;
  readonly faults?: Faults;
  /** How long a finding may be made smaller, in milliseconds; 0 leaves it as it is. @default a minute */
  readonly shrinkingMs?: number;
  /** Stops it between two schemas. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (tally: Tally) => void;
  /** Gets each finding as soon as it is small. */
  readonly onFinding?: (finding: Finding) => void;
}

export interface Tally {
  /** Operations that were compared. */
  cases: number;
  /** Models that were made. */
  schemas: number;
  /** Models that composed. */
  composed: number;
  operations: number;
  /** Requests that subgraphs got. */
  fetches: number;
  /** Operations that were refused where that is known and documented. */
  unplanned: number;
  mismatches: number;
}

export interface Finding {
  /** Everything there is to know, for people. */
  readonly text: string;
  readonly operation: string;
  /** What shows it again. */
  readonly seed: number;
  readonly path: string;
}

export interface CampaignReport extends Tally {
  readonly findings: readonly Finding[];
  /** Why models did not compose, and how many for each reason. */
  readonly refusals: ReadonlyMap<string, number>;
}

const OPERATIONS_PER_MODEL = 8;
/** fast-check runs this many models with one seed; the next ones have the next seed. */
const MODELS_PER_SEED = 10;
const SHRINKING_MS = 60_000;

function describe(one: FuzzCase, { operation, whole, router, asked }: Mismatch, replay: string): string {
  return [
    `The router's answer differs (planner: ${one.planner}).`,
    ...one.model.subgraphs.map((name) => `\n--- subgraph ${name}\n${federatedSdl(one.model, name).trim()}`),
    `\n--- operation\n${operation.text}\n${JSON.stringify(operation.variables)}`,
    `\n--- subgraphs were asked\n${asked.join("\n")}`,
    `\n--- the merged schema answers\n${JSON.stringify(whole)}`,
    `\n--- the router answers\n${JSON.stringify(router)}`,
    `\nTo see it again: ${replay}`,
  ].join("\n");
}

interface Running {
  readonly options: CampaignOptions;
  readonly tally: Tally;
  readonly refusals: Map<string, number>;
  readonly findings: Finding[];
}

function note({ tally, refusals }: Running, { composition }: FuzzCase): void {
  tally.schemas += 1;
  if (composition.kind === "composed") {
    tally.composed += 1;
    return;
  }
  const [reason = ""] = composition.reasons;
  refusals.set(reason, (refusals.get(reason) ?? 0) + 1);
}

function count({ tally, options }: Running, { operations, fetches, unplanned }: CheckOutcome): void {
  tally.cases += operations;
  tally.operations += operations;
  tally.fetches += fetches;
  tally.unplanned += unplanned;
  options.onProgress?.(tally);
}

interface Found {
  readonly one: FuzzCase;
  readonly mismatch: Mismatch;
}

/** Whether a case fails. Keeps the last one that did: the smallest, when fast-check has made it small. */
function createCheck(running: Running) {
  const { options, tally } = running;
  const { shrinkingMs = SHRINKING_MS } = options;
  let found: Found | null = null;
  let shrinkingSince = 0;

  async function isAnswered(one: FuzzCase): Promise<boolean> {
    if (found === null) note(running, one);
    const outcome = await checkCase(one, options.faults);
    if (found === null) count(running, outcome);
    if (outcome.mismatch === null) return true;
    if (found === null) shrinkingSince = Date.now();
    found = { one, mismatch: outcome.mismatch };
    return false;
  }

  /** When there is enough, or the time for shrinking is up, nothing fails any more. */
  function isOver(): boolean {
    if (options.signal?.aborted) return true;
    return found === null ? tally.cases >= options.cases : Date.now() - shrinkingSince > shrinkingMs;
  }

  return { check: async (one: FuzzCase) => isOver() || isAnswered(one), found: () => found };
}

/** Runs the models of one seed, up to the first finding, which is made as small as can be. */
async function runSeed(running: Running, seed: number): Promise<void> {
  const { options, tally, findings } = running;
  const { check, found } = createCheck(running);
  const property = fc.asyncProperty(fuzzCases({ operationsPerModel: OPERATIONS_PER_MODEL, planner: options.planner }), check);
  const path = options.path === undefined ? {} : { path: options.path };
  const details = await fc.check(property, { seed, numRuns: MODELS_PER_SEED, endOnFailure: options.shrinkingMs === 0, ...path });
  const last = found();
  if (last === null) return;
  tally.mismatches += 1;
  const shown = details.counterexamplePath ?? "";
  const replay = `bun run fuzz:router -- --planner ${options.planner} --seed ${seed} --path ${shown}`;
  const finding = { text: describe(last.one, last.mismatch, replay), operation: last.mismatch.operation.text, seed, path: shown };
  findings.push(finding);
  options.onFinding?.(finding);
}

/** Compares the router with graphql-js on random operations over random composed schemas, until there are enough of them. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignReport> {
  const tally: Tally = { cases: 0, schemas: 0, composed: 0, operations: 0, fetches: 0, unplanned: 0, mismatches: 0 };
  const running: Running = { options, tally, refusals: new Map(), findings: [] };
  const isDone = () => tally.cases >= options.cases || tally.mismatches >= (options.maxFindings ?? 1) || options.signal?.aborted === true;
  for (let seed = options.seed; !isDone(); seed += 1) {
    await runSeed(running, seed);
    if (options.path !== undefined) break;
  }
  return { ...tally, findings: running.findings, refusals: running.refusals };
}
