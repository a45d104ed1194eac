import { type MetricDescription, metrics, prometheusName } from "@mercato/contracts/telemetry/metrics";

/** The metrics of the contract, by their keys there. */
export type MetricKey = keyof typeof metrics;

type LabelOf<Key extends MetricKey> = (typeof metrics)[Key]["labels"][number] | "service";

/** What a series has to match: a value, or alternatives of a regular expression with `|` between them. */
export type Matchers<Key extends MetricKey> = Readonly<Partial<Record<LabelOf<Key>, string>>>;

/** The parts of which a histogram consists in Prometheus. */
export const HISTOGRAM_PARTS = ["bucket", "sum", "count"] as const;

function braces(matchers: object | undefined): string {
  const parts = Object.entries<string>({ ...matchers }).map(([label, value]) => `${label}${value.includes("|") ? "=~" : "="}"${value}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

/** A gauge or a counter of the contract as PromQL. */
export function series<Key extends MetricKey>(key: Key, matchers?: Matchers<Key>): string {
  return `${prometheusName(metrics[key])}${braces(matchers)}`;
}

/** A part of a histogram of the contract as PromQL. `le` is the upper bound of one bucket, in the metric's unit. */
export function histogram<Key extends MetricKey>(
  key: Key,
  part: (typeof HISTOGRAM_PARTS)[number],
  matchers?: Matchers<Key> & { readonly le?: string },
): string {
  return `${prometheusName(metrics[key])}_${part}${braces(matchers)}`;
}

/** Every name under which a metric is found in Prometheus. */
export function exposedNames(metric: MetricDescription): readonly string[] {
  const name = prometheusName(metric);
  return metric.kind === "histogram" ? HISTOGRAM_PARTS.map((part) => `${name}_${part}`) : [name];
}
