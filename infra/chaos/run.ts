import { cpSync, existsSync, mkdirSync, renameSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Findings, settleShop } from "@mercato/local/audit/audit";
import { createScratch } from "@mercato/local/scratch";
import { startGuard } from "@mercato/local/servers/guard";
import type { Report } from "@mercato/local/servers/report";
import { violationsOf } from "./check/check.ts";
import { openDoors } from "./customers/crowd.ts";
import { fillShelves } from "./customers/shelves.ts";
import { type Arena, openArena } from "./faults/arena.ts";
import { type Done, unleash } from "./faults/nemesis.ts";
import { patience } from "./faults/patience.ts";
import { createHistory, type History } from "./history/history.ts";
import { type Outcome, outcomeOf } from "./report/outcome.ts";
import { reportPage } from "./report/page.ts";
import { createSchedule } from "./schedule/schedule.ts";

export interface ChaosOptions {
  readonly seed: number;
  /** How long there are faults. */
  readonly minutes: number;
  /** One kill, and one other fault, in as many milliseconds on average. @default 8000 and 9000 */
  readonly killEveryMs?: number;
  readonly disturbEveryMs?: number;
  /** How many people buy at the same time. */
  readonly customers: number;
  /** How long people buy in peace before the first fault and after the last, in milliseconds. */
  readonly calmMs: number;
  /** Where the history, the report and the logs go; made when missing. */
  readonly results: string;
  /** First token of subjects and database names. */
  readonly prefix: string;
  /** A stack's directory, to which databases and streams are moved once all has stopped. @default they are removed */
  readonly keepIn?: string | undefined;
  readonly report: Report;
  readonly signal: AbortSignal;
}

export interface Ran {
  readonly outcome: Outcome;
  /** The HTML report. */
  readonly page: string;
}

const MINUTE_MS = 60_000;
/** No order may be unfinished two minutes after the last fault. */
const SETTLE_MS = 2 * MINUTE_MS;
/** How long people wait for their last answers once the shop is healed. */
const LAST_ANSWERS_MS = 30_000;
/** What a stack keeps. */
const KEPT = ["database", "nats", "secrets.json"];

interface Scene {
  readonly options: ChaosOptions;
  readonly arena: Arena;
  readonly history: History;
}

interface Struggle {
  readonly done: readonly Done[];
  readonly calmUntilMs: number;
}

/** People buy, in peace at first, then under attack, and a while longer. */
async function struggle({ options, arena, history }: Scene): Promise<Struggle> {
  const { seed, minutes, killEveryMs, disturbEveryMs, customers, calmMs, report, signal } = options;
  const token = await report.stage("filling the shelves", () => fillShelves(arena.endpoint, arena.admin, history));
  const crowd = openDoors({ endpoint: arena.endpoint, seed, customers, history, token, signal });
  const over = new AbortController();
  let attack: Promise<readonly Done[]> | undefined;
  try {
    report.say(`${customers} customers buy in peace for ${calmMs / 1000} s`);
    await Promise.race([patience(calmMs, signal), crowd.failed]);
    const calmUntilMs = history.now();
    const schedule = createSchedule({ seed, durationMs: minutes * MINUTE_MS, killEveryMs, disturbEveryMs });
    const { victimOf, links } = arena;
    attack = unleash({ schedule, victimOf, links, history, report, signal: AbortSignal.any([signal, over.signal]) });
    const done = await Promise.race([attack, crowd.failed]);
    report.say("no more faults");
    await Promise.race([patience(calmMs, signal), crowd.failed]);
    return { done, calmUntilMs };
  } finally {
    // Nothing may be killed or started any more when all is stopped.
    over.abort();
    await attack?.catch(() => undefined);
    await crowd.close(signal.aborted ? 0 : LAST_ANSWERS_MS);
  }
}

interface Settled {
  readonly findings: Findings;
  readonly settledAfterMs: number | null;
}

async function settle({ options, arena, history }: Scene, lastFaultMs: number): Promise<Settled> {
  const { prefix, signal, report } = options;
  const beganAtMs = history.now();
  const timeoutMs = Math.max(0, lastFaultMs + SETTLE_MS - beganAtMs);
  const { database: url, nats: natsUrl } = arena.urls;
  const findings = await report.stage("waiting until nothing is under way, and reading databases and streams", (detail) =>
    settleShop({ url, natsUrl, prefix, timeoutMs, signal, onLook: (rest) => detail(`${rest.length} things under way, ${rest[0] ?? ""}`) }),
  );
  const { restedAfterMs } = findings;
  return { findings, settledAfterMs: restedAfterMs === null ? null : beganAtMs - lastFaultMs + restedAfterMs };
}

/** Leaves what is worth a look where it can be looked at. */
function keep({ results, keepIn }: ChaosOptions, directory: string): void {
  if (existsSync(join(directory, "logs"))) cpSync(join(directory, "logs"), join(results, "logs"), { recursive: true });
  if (keepIn === undefined) return;
  mkdirSync(keepIn, { recursive: true });
  for (const name of KEPT) if (existsSync(join(directory, name))) renameSync(join(directory, name), join(keepIn, name));
}

async function play(options: ChaosOptions, history: History, stack: AsyncDisposableStack): Promise<Outcome> {
  const { seed, minutes, customers, prefix, report, signal } = options;
  const startedAt = new Date().toISOString();
  const { directory } = stack.use(await createScratch("chaos"));
  stack.defer(() => keep(options, directory));
  const guard = stack.use(await startGuard(join(directory, "processes.json")));
  const onSurprise = (what: string) => {
    // What is stopped at the end, or by Ctrl-C, surprises nobody.
    if (signal.aborted) return;
    history.write({ kind: "surprise", what });
    report.say(what);
  };
  const arena = stack.use(await openArena({ directory, prefix, guard, report, signal, onSurprise }));
  const scene = { options, arena, history };
  const { done, calmUntilMs } = await struggle(scene);
  signal.throwIfAborted();
  const lastFaultMs = Math.max(0, ...done.map(({ endedAtMs }) => endedAtMs));
  const { findings, settledAfterMs } = await settle(scene, lastFaultMs);
  const violations = violationsOf(history.entries, findings);
  const { books } = findings;
  return outcomeOf({ seed, minutes, customers, startedAt, history: history.entries, done, calmUntilMs, books, settledAfterMs, violations });
}

/** Opens a shop of its own, lets people buy and the nemesis rage, and holds what came of it against what people were told and the laws. */
export async function runChaos(options: ChaosOptions): Promise<Ran> {
  mkdirSync(options.results, { recursive: true });
  const history = createHistory(join(options.results, "history.ndjson"));
  await using stack = new AsyncDisposableStack();
  const outcome = await play(options, history, stack);
  await writeFile(join(options.results, "result.json"), `${JSON.stringify(outcome, null, 1)}\n`);
  const page = join(options.results, "report.html");
  await writeFile(page, reportPage(outcome));
  return { outcome, page };
}
