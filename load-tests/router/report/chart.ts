import { escapeHtml } from "../../run/chart.ts";

export interface Bar {
  readonly label: string;
  /** Bars of one group have one colour, and a gap to the next. */
  readonly group: string;
  readonly value: number;
  /** Drawn in full colour; the others are paler. */
  readonly ours: boolean;
}

export interface BarChart {
  readonly title: string;
  readonly bars: readonly Bar[];
  /** Decimals of the numbers. */
  readonly places: number;
}

const WIDTH = 900;
const LABEL = 300;
const NUMBER = 70;
const BAR = 16;
const STEP = 22;
const GAP = 14;
const HEAD = 44;
/** Told apart by people who are colour-blind, too (Okabe and Ito). */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7"];

interface Placed {
  readonly bar: Bar;
  readonly y: number;
  readonly colour: string;
}

function placeBars(bars: readonly Bar[], top: number): readonly Placed[] {
  const groups = [...new Set(bars.map(({ group }) => group))];
  return bars.map((bar, index) => {
    const group = groups.indexOf(bar.group);
    return { bar, y: top + HEAD + index * STEP + group * GAP, colour: COLOURS[group % COLOURS.length] ?? "#444444" };
  });
}

function drawBar({ bar, y, colour }: Placed, most: number, places: number): string {
  const { label, group, value, ours } = bar;
  const width = most === 0 ? 0 : (value / most) * (WIDTH - LABEL - NUMBER);
  const text = escapeHtml(`${label} · shares ${group}`);
  const weight = ours ? ' font-weight="bold"' : "";
  return (
    `<text x="${LABEL - 8}" y="${y + 12}" text-anchor="end"${weight}>${text}</text>` +
    `<rect x="${LABEL}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" fill="${colour}" fill-opacity="${ours ? 1 : 0.45}"/>` +
    `<text x="${(LABEL + width + 6).toFixed(1)}" y="${y + 12}"${weight}>${value.toFixed(places)}</text>`
  );
}

/** Bar charts below each other, as one SVG document that needs nothing else. */
export function barCharts(charts: readonly BarChart[]): string {
  let top = 0;
  const drawn = charts.map(({ title, bars, places }) => {
    const placed = placeBars(bars, top);
    const most = Math.max(0, ...bars.map(({ value }) => value));
    const head = `<text x="16" y="${top + 28}" font-size="15" font-weight="bold">${escapeHtml(title)}</text>`;
    top = (placed.at(-1)?.y ?? top + HEAD) + STEP;
    return head + placed.map((one) => drawBar(one, most, places)).join("\n");
  });
  const height = top + GAP;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12">
<title>Requests a second and processor time per request, by gateway and by what its requests share</title>
<rect width="100%" height="100%" fill="white"/>
${drawn.join("\n")}
</svg>
`;
}
