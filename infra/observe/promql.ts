import { type MetricDescription, metrics } from "@mercato/contracts/telemetry/metrics";
import { exposedNames } from "./series.ts";

/** What Prometheus itself says of every target. */
const OWN_METRICS: readonly string[] = ["up"];

/** Labels that Prometheus adds, and the bound of a bucket. */
const OWN_LABELS: readonly string[] = ["job", "instance", "le", "service"];

const KEYWORDS = new Set([
  "and",
  "or",
  "unless",
  "offset",
  "bool",
  "by",
  "without",
  "on",
  "ignoring",
  "group_left",
  "group_right",
  "inf",
  "nan",
]);

const known: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.values<MetricDescription>(metrics).flatMap((metric) =>
    exposedNames(metric).map((name) => [name, [...metric.labels, ...OWN_LABELS]] as const),
  ),
  ...OWN_METRICS.map((name) => [name, OWN_LABELS] as const),
]);

const anyLabel = new Set([...known.values()].flat());

const withoutStrings = (expression: string) => expression.replace(/"(?:[^"\\]|\\.)*"/g, '""');

/** Label names in `{a="x",b=~"y"}`. */
const matched = (braces: string) => [...braces.matchAll(/([a-zA-Z_]\w*)\s*(?:=~|!~|!=|=)/g)].map(([, label = ""]) => label);

function selectorProblems(text: string): readonly string[] {
  return [...text.matchAll(/([a-zA-Z_:][\w:]*)\s*\{([^}]*)\}/g)].flatMap(([, name = "", braces = ""]) => {
    const labels = known.get(name);
    return labels === undefined
      ? []
      : matched(braces)
          .filter((label) => !labels.includes(label))
          .map((label) => `${name} has no label ${label}`);
  });
}

function groupingProblems(text: string): readonly string[] {
  const groups = [...text.matchAll(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g)].map(([, labels = ""]) => labels);
  const names = groups.flatMap((labels) => labels.split(",").map((label) => label.trim())).filter((label) => label !== "");
  return names.filter((label) => !anyLabel.has(label)).map((label) => `no metric has a label ${label}`);
}

function metricNames(text: string): readonly string[] {
  const bare = text
    .replace(/\{[^}]*\}/g, " ")
    .replace(/\[[^\]]*\]/g, " ")
    .replace(/\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, " ");
  const names = [...bare.matchAll(/(?<![\w:.])([a-zA-Z_:][\w:]*)(?!\s*\(|[\w:])/g)].map(([, name = ""]) => name);
  return names.filter((name) => !KEYWORDS.has(name.toLowerCase()));
}

/** What in a PromQL expression the contract does not know: metrics, and labels that its metrics do not have. Empty when it knows all. */
export function unknownIn(expression: string): readonly string[] {
  const text = withoutStrings(expression);
  const metricProblems = metricNames(text)
    .filter((name) => !known.has(name))
    .map((name) => `${name} is no metric of the contract`);
  return [...metricProblems, ...selectorProblems(text), ...groupingProblems(text)];
}

/** Labels that a text takes from an alert (`{{ $labels.x }}`) and that no metric has. */
export function unknownLabelsIn(text: string): readonly string[] {
  return [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label = ""]) => label).filter((label) => !anyLabel.has(label));
}
