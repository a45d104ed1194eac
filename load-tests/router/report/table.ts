import type { Row } from "../measure/rounds.ts";
import type { Verdict } from "./targets.ts";

interface Column<T> {
  readonly title: string;
  readonly text: (item: T) => string;
  /** @default "right", as for numbers */
  readonly align?: "left" | "right";
}

/** Above this share of other work on the two cores, a row is marked. */
const NOISE = 0.05;

function marksOf({ limit, othersShare, wrong, executedShare }: Row): string {
  return [
    ...(limit === "load" ? ["load side full"] : []),
    ...(othersShare > NOISE ? [`other work ${percent(othersShare)}`] : []),
    ...(executedShare > NOISE ? [`subgraphs executed ${percent(executedShare)}`] : []),
    ...(wrong > 0 ? [`${wrong} WRONG`] : []),
  ].join(", ");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

const ROW_COLUMNS: readonly Column<Row>[] = [
  { title: "gateway", text: ({ title }) => title, align: "left" },
  { title: "shares", text: ({ sharing }) => sharing, align: "left" },
  { title: "requests/s", text: ({ requestsPerSecond }) => requestsPerSecond.toFixed(0) },
  { title: "CPU ms/request", text: ({ cpuMsPerRequest }) => cpuMsPerRequest.toFixed(2) },
  { title: "p50 ms", text: ({ p50Ms }) => p50Ms.toFixed(0) },
  { title: "p95 ms", text: ({ p95Ms }) => p95Ms.toFixed(0) },
  { title: "p99 ms", text: ({ p99Ms }) => p99Ms.toFixed(0) },
  { title: "RSS MB", text: ({ rssMb }) => rssMb.toFixed(0) },
  { title: "fetches/request", text: ({ fetchesPerRequest }) => fetchesPerRequest.toFixed(1) },
  { title: "gateway's core", text: ({ gatewayShare }) => percent(gatewayShare) },
  { title: "load's core", text: ({ loadShare }) => percent(loadShare) },
  { title: "marks", text: marksOf, align: "left" },
];

const VERDICT_COLUMNS: readonly Column<Verdict>[] = [
  { title: "target", text: ({ target }) => target, align: "left" },
  { title: "shares", text: ({ sharing }) => sharing, align: "left" },
  { title: "found", text: ({ value }) => value.toFixed(value < 10 ? 3 : 0) },
  { title: "wanted", text: ({ bound, limit }) => `${bound} ${Number(limit.toFixed(3))}` },
  { title: "", text: ({ met }) => (met ? "met" : "MISSED"), align: "left" },
  { title: "note", text: ({ note }) => note, align: "left" },
];

/** A table as lines of text that is Markdown as well. */
export function table<T>(columns: readonly Column<T>[], items: readonly T[]): string {
  const cells = items.map((item) => columns.map(({ text }) => text(item)));
  const widths = columns.map(({ title }, index) => Math.max(3, title.length, ...cells.map((row) => row[index]?.length ?? 0)));
  const line = (row: readonly string[]) => {
    const padded = row.map((text, index) => {
      const width = widths[index] ?? 0;
      return columns[index]?.align === "left" ? text.padEnd(width) : text.padStart(width);
    });
    return `| ${padded.join(" | ")} |`;
  };
  const rule = columns.map(({ align }, index) => {
    const width = widths[index] ?? 3;
    return align === "left" ? "-".repeat(width) : `${"-".repeat(width - 1)}:`;
  });
  return [line(columns.map(({ title }) => title)), line(rule), ...cells.map(line)].join("\n");
}

export function rowTable(rows: readonly Row[]): string {
  return table(ROW_COLUMNS, rows);
}

export function verdictTable(verdicts: readonly Verdict[]): string {
  return table(VERDICT_COLUMNS, verdicts);
}
