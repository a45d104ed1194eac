import { countFaults, type Outcome } from "./outcome.ts";
import { escapeHtml, timeline } from "./timeline.ts";

const STYLE = `:root{color-scheme:light dark;--line:#8884;--bad:#c2185b;--good:#00796b}
body{font:15px/1.5 system-ui,sans-serif;max-width:1180px;margin:2rem auto;padding:0 1rem}
h1{margin:0}h2{margin:2rem 0 .5rem;font-size:1.1rem}p.sub{margin:.2rem 0 1rem;opacity:.75}
.good{color:var(--good)}.bad{color:var(--bad)}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(165px,1fr));gap:.75rem}
.tiles div{border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem}.tiles b{display:block;font-size:1.3rem;white-space:nowrap}.tiles span{opacity:.75;font-size:.85rem}
figure{margin:0;border:1px solid var(--line);border-radius:8px;padding:.6rem;overflow-x:auto}svg{width:100%;min-width:700px;height:auto;display:block}svg text{font-size:11px;fill:currentColor;opacity:.8}.grid{stroke:var(--line)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1rem;margin:.3rem 0 0;padding:0;font-size:.85rem}.legend i{display:inline-block;width:.8em;height:.8em;border-radius:2px;margin-right:.35em}
table{border-collapse:collapse;width:100%}th,td{text-align:right;padding:.2rem .6rem;border-bottom:1px solid var(--line);font-variant-numeric:tabular-nums}th:nth-child(-n+2),td:nth-child(-n+2){text-align:left}pre{overflow-x:auto;font-size:.85rem}`;

function tile(name: string, value: string | number): string {
  const text = typeof value === "number" ? value.toLocaleString("en-GB") : value;
  return `<div><b>${escapeHtml(text)}</b><span>${escapeHtml(name)}</span></div>`;
}

function inMs(value: number | null): string {
  return value === null ? "–" : `${value.toLocaleString("en-GB")} ms`;
}

function tiles(outcome: Outcome): string {
  const { orders, recoveryP95Ms, confirmationP95Ms, settledAfterMs, unanswered } = outcome;
  const { kills, pauses, partitions } = countFaults(outcome);
  return `<div class="tiles">${[
    tile("orders acknowledged", orders.acknowledged),
    tile("confirmed", orders.confirmed),
    tile("cancelled", orders.cancelled),
    tile("returned whole", orders.returned),
    tile("for a person to look at", orders.needAttention),
    tile("kill -9", kills),
    tile("pauses", pauses),
    tile("partitions", partitions),
    tile("attempts without an answer", unanswered),
    tile("recovery p95", inMs(recoveryP95Ms)),
    tile("to the next confirmed order, p95", inMs(confirmationP95Ms)),
    tile("last fault to nothing under way", inMs(settledAfterMs)),
  ].join("")}</div>`;
}

function list(items: readonly string[], className: string): string {
  return `<ul class="${className}">${items.map((item) => `<li><pre>${escapeHtml(item)}</pre></li>`).join("")}</ul>`;
}

function verdict({ violations }: Outcome): string {
  if (violations.length > 0) return list(violations.slice(0, 100), "bad");
  return '<p class="good">All laws held, and everything that anybody was told is true.</p>';
}

function faultsTable({ faults }: Outcome): string {
  const rows = faults.map(({ id, what, beganAtMs, endedAtMs, upAtMs, placedMs, confirmedMs }) => {
    const cells = [
      String(id),
      what,
      (beganAtMs / 1000).toFixed(1),
      inMs(endedAtMs - beganAtMs),
      upAtMs === endedAtMs ? "–" : inMs(upAtMs - endedAtMs),
      inMs(placedMs),
      inMs(confirmedMs),
    ];
    return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join("")}</tr>`;
  });
  const head = ["#", "fault", "at (s)", "for", "ready again", "next placed", "next confirmed"];
  return `<table><thead><tr>${head.map((cell) => `<th>${cell}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** The report of a run: one page that needs nothing else, no script, no font, no network. */
export function reportPage(outcome: Outcome): string {
  const { seed, minutes, customers, startedAt, machine, violations, surprises, normal } = outcome;
  const title = `Chaos, seed ${seed}`;
  const result = violations.length === 0 ? '<span class="good">held</span>' : `<span class="bad">${violations.length} violations</span>`;
  const sub = [`${minutes} minutes of faults`, `${customers} customers at once`, startedAt, machine].join(" · ");
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head><body>
<h1>${title} ${result}</h1><p class="sub">${escapeHtml(sub)}</p>
${tiles(outcome)}
<h2>What happened when</h2>${timeline(outcome)}
<h2>The laws</h2>${verdict(outcome)}
<h2>Faults, and how long the shop took to be itself again</h2>
<p class="sub">From the end of a fault (what was killed is being started again) until the next order that was asked for afterwards was acknowledged within ${normal.placeMs} ms; and until such a one was seen confirmed within ${normal.confirmMs} ms of its placement.</p>
${faultsTable(outcome)}
${surprises.length === 0 ? "" : `<h2>What nobody did</h2>${list(surprises, "")}`}
</body></html>
`;
}
