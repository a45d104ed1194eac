/** A line of a chart. */
export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface ChartOptions {
  readonly title: string;
  /** For the axis: "ms". */
  readonly unit: string;
  readonly series: readonly Series[];
  /** What x counts, after each number below the chart. @default "s", for seconds */
  readonly xUnit?: string | undefined;
  /** Where numbers stand below the chart. @default round numbers, about five */
  readonly xTicks?: readonly number[] | undefined;
}

const WIDTH = 720;
const HEIGHT = 240;
const LEFT = 56;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 28;
/** A line of so few points has them marked: between them nothing was measured, and one alone would not be seen. */
const MOST_MARKED = 8;
/** Told apart by people who are colour-blind, too (Okabe and Ito). */
const COLOURS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a7a00", "#5b3a8c", "#444444", "#a0522d"];

export function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Round numbers from 0 to just past `most`, about five of them. */
export function ticks(most: number): readonly number[] {
  if (most <= 0) return [0, 1];
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}

function number(value: number): string {
  return value.toLocaleString("en-GB", { maximumFractionDigits: 2 });
}

function place(value: number): string {
  return value.toFixed(1);
}

/** A line chart as SVG text, with its legend as HTML below. */
export function lineChart({ title, unit, series, xUnit = "s", xTicks }: ChartOptions): string {
  const points = series.flatMap((line) => line.points);
  const lastX = Math.max(1, ...points.map(([x]) => x));
  const yTicks = ticks(Math.max(0, ...points.map(([, y]) => y)));
  const topY = yTicks.at(-1) ?? 1;
  const x = (value: number) => LEFT + (value / lastX) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) => HEIGHT - BOTTOM - (value / topY) * (HEIGHT - TOP - BOTTOM);
  const grid = yTicks.map(
    (tick) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${place(y(tick))}" y2="${place(y(tick))}"/><text x="${LEFT - 6}" y="${place(y(tick) + 4)}" text-anchor="end">${number(tick)}</text>`,
  );
  const below = (xTicks ?? ticks(lastX))
    .filter((tick) => tick <= lastX)
    .map((tick) => `<text x="${place(x(tick))}" y="${HEIGHT - 8}" text-anchor="middle">${number(tick)} ${escapeHtml(xUnit)}</text>`);
  const lines = series.map(({ points: own }, index) => {
    const path = own.map(([px, py]) => `${place(x(px))},${place(y(py))}`).join(" ");
    const colour = COLOURS[index % COLOURS.length];
    const marks =
      own.length > MOST_MARKED ? [] : own.map(([px, py]) => `<circle cx="${place(x(px))}" cy="${place(y(py))}" r="3" fill="${colour}"/>`);
    return `<polyline fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round" points="${path}"/>${marks.join("")}`;
  });
  const legend = series.map(
    ({ name }, index) => `<li><i style="background:${COLOURS[index % COLOURS.length]}"></i>${escapeHtml(name)}</li>`,
  );
  return `<figure><figcaption>${escapeHtml(title)} <small>${escapeHtml(unit)}</small></figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escapeHtml(title)}">${[...grid, ...below, ...lines].join("")}</svg>
<ul class="legend">${legend.join("")}</ul></figure>`;
}
