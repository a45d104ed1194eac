import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describeMachine } from "../../run/outcome.ts";
import { round } from "../../run/percentile.ts";
import { OURS } from "../gateways/ours.ts";
import type { Failure, Row } from "../measure/rounds.ts";
import { type BarChart, barCharts } from "./chart.ts";
import { rowTable, verdictTable } from "./table.ts";
import type { Verdict } from "./targets.ts";

/** What a run of several gateways found. */
export interface Comparison {
  readonly benchmark: "router" | "pass-through";
  readonly startedAt: string;
  readonly settings: Readonly<Record<string, number | string>>;
  readonly rows: readonly Row[];
  readonly verdicts: readonly Verdict[];
  readonly failures: readonly Failure[];
}

const PLACES = 4;

/** Numbers of people's length. */
export function rounded<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (_key, part: unknown) => (typeof part === "number" ? round(part, PLACES) : part))) as T; // of the same form
}

/** A folder for one run's report: its time and what it was. */
export async function resultsFolder(parent: string, name: string): Promise<string> {
  const folder = join(parent, `${new Date().toISOString().replaceAll(/[:.]/g, "-")}-${name}`);
  await mkdir(folder, { recursive: true });
  return folder;
}

function charts(rows: readonly Row[]): readonly BarChart[] {
  const bars = (read: (row: Row) => number) =>
    rows.map((row) => ({ label: row.title, group: row.sharing, value: read(row), ours: row.gateway === OURS }));
  return [
    { title: "Requests a second (more is better)", bars: bars(({ requestsPerSecond }) => requestsPerSecond), places: 0 },
    {
      title: "Processor time of the gateway for each request, ms (less is better)",
      bars: bars(({ cpuMsPerRequest }) => cpuMsPerRequest),
      places: 2,
    },
  ];
}

/** The tables, for the terminal. */
export function describeComparison({ rows, verdicts, failures }: Comparison): string {
  const failed = failures.map(({ gateway, sharing, reason }) => `FAILED ${gateway}, sharing ${sharing}: ${reason}`);
  return [rowTable(rows), ...(verdicts.length === 0 ? [] : ["", verdictTable(verdicts)]), ...failed].join("\n");
}

/** Writes result.json, table.md and chart.svg. */
export async function writeComparison(comparison: Comparison, folder: string): Promise<void> {
  const whole = { ...comparison, machine: describeMachine() };
  await writeFile(join(folder, "result.json"), `${JSON.stringify(rounded(whole), null, 1)}\n`);
  await writeFile(join(folder, "table.md"), `${describeComparison(comparison)}\n`);
  await writeFile(join(folder, "chart.svg"), barCharts(charts(comparison.rows)));
}
