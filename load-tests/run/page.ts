import { escapeHtml, lineChart, type Series } from "./chart.ts";
import { hasPassed, type Outcome } from "./outcome.ts";
import { round } from "./percentile.ts";
import type { ResourceSample } from "./resources.ts";

const STYLE = `:root{color-scheme:light dark;--line:#8884;--bad:#c2185b;--good:#00796b}
body{font:15px/1.5 system-ui,sans-serif;max-width:1180px;margin:2rem auto;padding:0 1rem}
h1{margin:0}h2{margin:2rem 0 .5rem;font-size:1.1rem}p.sub{margin:.2rem 0 1rem;opacity:.75}
.verdict{font-weight:600}.good{color:var(--good)}.bad{color:var(--bad)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:.75rem}
.tiles div{border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem}.tiles b{display:block;font-size:1.3rem;white-space:nowrap}.tiles span{opacity:.75;font-size:.85rem}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(440px,1fr));gap:1rem}figure{margin:0;border:1px solid var(--line);border-radius:8px;padding:.6rem}
figcaption{font-weight:600}small{font-weight:400;opacity:.7}svg{width:100%;height:auto;display:block}svg text{font-size:11px;fill:currentColor;opacity:.75}.grid{stroke:var(--line)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1rem;margin:.3rem 0 0;padding:0;font-size:.85rem}.legend i{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin-right:.35em}
table{border-collapse:collapse;width:100%}th,td{text-align:right;padding:.25rem .6rem;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}th:first-child,td:first-child{text-align:left}`;

type Cell = string | number;

/** A table of HTML; text is escaped. */
export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cell = (value: Cell) => (typeof value === "number" ? value.toLocaleString("en-GB") : escapeHtml(value));
  const line = (tag: string, cells: readonly Cell[]) => `<tr>${cells.map((value) => `<${tag}>${cell(value)}</${tag}>`).join("")}</tr>`;
  return `<table><thead>${line("th", head)}</thead><tbody>${rows.map((row) => line("td", row)).join("")}</tbody></table>`;
}

function tile(name: string, value: string): string {
  return `<div><b>${escapeHtml(value)}</b><span>${escapeHtml(name)}</span></div>`;
}

function tiles(outcome: Outcome): string {
  const { requests, errors, opsPerSecond, p50Ms, p95Ms, p99Ms, orders, seconds } = outcome;
  const count = (value: number) => value.toLocaleString("en-GB");
  const sales =
    orders.confirmed + orders.soldOut === 0
      ? []
      : [
          tile("orders confirmed", count(orders.confirmed)),
          tile("told sold out", count(orders.soldOut)),
          tile("saga p95", `${orders.sagaP95Ms} ms`),
        ];
  return `<div class="tiles">${[
    tile(`operations in ${seconds} s`, count(requests)),
    tile("failed", count(errors)),
    tile("operations a second", count(opsPerSecond)),
    tile("best 5 s within budget, a second", count(outcome.bestOpsPerSecond)),
    tile("p50", `${p50Ms} ms`),
    tile("p95", `${p95Ms} ms`),
    tile("p99", `${p99Ms} ms`),
    ...sales,
  ].join("")}</div>`;
}

const MEBIBYTE = 1024 * 1024;

/** A line for each process, from the first measured request on. */
export function resourceSeries(
  samples: readonly ResourceSample[],
  startedAtMs: number,
  measure: (sample: ResourceSample) => number,
): readonly Series[] {
  const during = samples.filter(({ atMs }) => atMs >= startedAtMs);
  return [...Map.groupBy(during, ({ name }) => name)].map(([name, own]) => ({
    name,
    points: own.map((sample) => [round((sample.atMs - startedAtMs) / 1000), measure(sample)] as const),
  }));
}

function charts({ timeline, resources, startedAtMs }: Outcome): string {
  // The first and the last second are not whole.
  const whole = timeline.length > 4 ? timeline.slice(1, -1) : timeline;
  const line = (name: string, measure: (second: Outcome["timeline"][number]) => number): Series => ({
    name,
    points: whole.map((second) => [second.at, measure(second)] as const),
  });
  const cpu = resourceSeries(resources, startedAtMs, ({ cpuPercent }) => cpuPercent);
  const rss = resourceSeries(resources, startedAtMs, ({ rssBytes }) => round(rssBytes / MEBIBYTE));
  return `<div class="charts">${[
    lineChart({
      title: "Throughput",
      unit: "operations a second",
      series: [line("done", ({ requests }) => requests), line("failed", ({ errors }) => errors)],
    }),
    lineChart({
      title: "Latency",
      unit: "ms",
      series: [line("p50", ({ p50Ms }) => p50Ms), line("p95", ({ p95Ms }) => p95Ms), line("p99", ({ p99Ms }) => p99Ms)],
    }),
    lineChart({ title: "Virtual users", unit: "at work", series: [line("users", ({ vus }) => vus)] }),
    ...(cpu.length === 0 ? [] : [lineChart({ title: "CPU", unit: "% of a core", series: cpu })]),
    ...(rss.length === 0
      ? []
      : [lineChart({ title: "Resident memory", unit: "MiB; pages shared by processes count for each", series: rss })]),
  ].join("")}</div>`;
}

/** What came of holding the books against the laws. */
export function lawsSection({ lawsHeld, breaches }: Pick<Outcome, "lawsHeld" | "breaches">): string {
  if (lawsHeld === null) return "<p>Not looked at: this shop's books are not the runner's to read.</p>";
  if (lawsHeld) return '<p class="good">All held, once the shop had come to rest.</p>';
  return `<ul class="bad">${breaches
    .slice(0, 50)
    .map((breach) => `<li>${escapeHtml(breach)}</li>`)
    .join("")}</ul>`;
}

function operationsTable({ operations }: Outcome): string {
  const head = ["operation", "requests", "failed", "p50 ms", "p95 ms", "p99 ms", "slowest ms"];
  const rows = operations.map((one) => [one.operation, one.requests, one.errors, one.p50Ms, one.p95Ms, one.p99Ms, one.maxMs]);
  return table(head, rows);
}

function failuresSection({ failures }: Outcome): string {
  if (failures.length === 0) return "";
  return `<h2>Why operations failed</h2>${table(
    ["operation", "reason", "times"],
    failures.map((one) => [one.operation, one.reason, one.count]),
  )}`;
}

/** A page that needs nothing else: no script, no font, no network. `body` is HTML. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body>
${body}
</body></html>
`;
}

/** "2 × some processor, 8 GiB, linux x64". */
export function machineText({ cores, model, memoryBytes, platform }: Outcome["machine"]): string {
  const memory = round(memoryBytes / MEBIBYTE / 1024);
  return `${cores} × ${model}, ${memory} GiB, ${platform}; k6 and the shop share the machine`;
}

/** The whole report of a run. */
export function reportPage(outcome: Outcome): string {
  const { scenario, startedAt, target, shop, asked, thresholds, machine } = outcome;
  const passed = hasPassed(outcome);
  const options = Object.entries(asked).map(([name, value]) => `--${name} ${value}`);
  const body = `<h1>${escapeHtml(scenario)} <span class="verdict ${passed ? "good" : "bad"}">${passed ? "passed" : "FAILED"}</span></h1>
<p class="sub">${escapeHtml([startedAt, shop === "elsewhere" ? target : `a shop of its own (${shop})`, ...options].join(" · "))}<br>${escapeHtml(machineText(machine))}</p>
${tiles(outcome)}
<h2>Over time</h2>${charts(outcome)}
<h2>Operations</h2>${operationsTable(outcome)}
${failuresSection(outcome)}
<h2>Thresholds</h2>${table(
    ["metric", "threshold", "measured", "held"],
    thresholds.map((one) => [one.metric, one.threshold, one.value ?? "–", one.held ? "yes" : "NO"]),
  )}
<h2>The laws</h2>${lawsSection(outcome)}`;
  return htmlPage(`${scenario} · Mercato under load`, body);
}
