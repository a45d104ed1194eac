import type { Outcome, ReportedFault } from "./outcome.ts";

const WIDTH = 1120;
const LEFT = 190;
const RIGHT = 14;
const ROW = 17;
const TOP = 8;
const CHART = 150;
const GAP = 26;
const NARROWEST = 2.5;

/** Told apart by people who are colour-blind, too (Okabe and Ito). */
const COLOURS: Readonly<Record<ReportedFault["kind"], string>> = {
  kill: "#d55e00",
  pause: "#e69f00",
  cut: "#cc79a7",
  silence: "#0072b2",
  delay: "#56b4e9",
};
const RECOVERING = "#8888";

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

function place(value: number): string {
  return value.toFixed(1);
}

/** A round number of seconds between two marks, so that there are about ten. */
export function stepOf(seconds: number): number {
  return [1, 2, 5, 10, 15, 30, 60, 120, 300, 600].find((step) => seconds / step <= 12) ?? 1_800;
}

/** What was hurt: the row that a fault is in. */
function rowOf({ what }: ReportedFault): string {
  return what.replace(/^\S+ /, "").replace(/ by .*$/, "");
}

interface Scale {
  readonly x: (ms: number) => number;
  readonly seconds: number;
}

function bar(fault: ReportedFault, y: number, { x }: Scale): string {
  const [from, to] = [x(fault.beganAtMs), x(fault.endedAtMs)];
  const until = fault.placedMs === null ? to : x(fault.endedAtMs + fault.placedMs);
  const told = fault.placedMs === null ? "no order was placed afterwards" : `an order was placed ${fault.placedMs} ms after it`;
  const title = `<title>${escapeHtml(`${fault.what}, ${(fault.beganAtMs / 1000).toFixed(1)} s for ${fault.endedAtMs - fault.beganAtMs} ms; ${told}`)}</title>`;
  const height = ROW - 6;
  return [
    `<rect x="${place(to)}" y="${y + 4}" width="${place(Math.max(0, until - to))}" height="${height - 2}" fill="${RECOVERING}">${title}</rect>`,
    `<rect x="${place(from)}" y="${y + 3}" width="${place(Math.max(NARROWEST, to - from))}" height="${height}" rx="1.5" fill="${COLOURS[fault.kind]}">${title}</rect>`,
  ].join("");
}

function faultRows({ faults }: Outcome, top: number, scale: Scale): { readonly svg: string; readonly height: number } {
  const rows = [...Map.groupBy(faults, rowOf)].toSorted(
    ([one], [other]) => Number(one.includes("→")) - Number(other.includes("→")) || one.localeCompare(other),
  );
  const svg = rows.map(([name, own], index) => {
    const y = top + index * ROW;
    const line = `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y + ROW / 2}" y2="${y + ROW / 2}"/>`;
    const label = `<text x="${LEFT - 8}" y="${y + ROW / 2 + 4}" text-anchor="end">${escapeHtml(name)}</text>`;
    return line + label + own.map((fault) => bar(fault, y, scale)).join("");
  });
  return { svg: svg.join(""), height: rows.length * ROW };
}

function throughputChart({ throughput, faults }: Outcome, top: number, { x }: Scale): string {
  const most = Math.max(1, ...throughput.map(({ placed, confirmed }) => Math.max(placed, confirmed)));
  const y = (value: number) => top + CHART - (value / most) * CHART;
  const line = (colour: string, measure: (second: Outcome["throughput"][number]) => number) =>
    `<polyline fill="none" stroke="${colour}" stroke-width="1.5" points="${throughput.map((second) => `${place(x((second.at + 0.5) * 1000))},${place(y(measure(second)))}`).join(" ")}"/>`;
  const shades = faults
    .filter(({ kind }) => kind === "kill")
    .map(
      (fault) =>
        `<rect x="${place(x(fault.beganAtMs))}" y="${top}" width="${place(Math.max(1, x(fault.upAtMs) - x(fault.beganAtMs)))}" height="${CHART}" fill="#d55e0018"/>`,
    );
  const marks = [0, Math.ceil(most / 2), most].map(
    (value) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${place(y(value))}" y2="${place(y(value))}"/><text x="${LEFT - 8}" y="${place(y(value) + 4)}" text-anchor="end">${value}</text>`,
  );
  return [...shades, ...marks, line("#0072b2", ({ placed }) => placed), line("#009e73", ({ confirmed }) => confirmed)].join("");
}

function axis({ x, seconds }: Scale, y: number): string {
  const step = stepOf(seconds);
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step)
    .map((second) => `<text x="${place(x(second * 1000))}" y="${y}" text-anchor="middle">${second} s</text>`)
    .join("");
}

/** Throughput above, faults by what was hurt below, on one axis of time. */
export function timeline(outcome: Outcome): string {
  const seconds = Math.max(1, outcome.throughput.length);
  const scale: Scale = { seconds, x: (ms) => LEFT + (ms / 1000 / seconds) * (WIDTH - LEFT - RIGHT) };
  const rowsTop = TOP + CHART + GAP;
  const rows = faultRows(outcome, rowsTop, scale);
  const height = rowsTop + rows.height + 8;
  const key = (colour: string, name: string) => `<li><i style="background:${colour}"></i>${name}</li>`;
  return `<figure><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Throughput and faults over time">
${throughputChart(outcome, TOP, scale)}${axis(scale, TOP + CHART + 16)}${rows.svg}</svg>
<ul class="legend">${key("#0072b2", "orders placed a second")}${key("#009e73", "orders confirmed a second")}${Object.entries(COLOURS)
    .map(([name, colour]) => key(colour, name))
    .join("")}${key(RECOVERING, "until the next order was placed in normal time")}</ul></figure>`;
}
