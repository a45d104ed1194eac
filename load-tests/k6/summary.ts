import { settings } from "./settings.ts";

interface Metric {
  values: Record<string, number>;
  thresholds?: Record<string, { ok: boolean }>;
}

interface SummaryData {
  metrics: Record<string, Metric>;
}

/** A few lines for those who run k6 by hand. */
function text({ metrics }: SummaryData): string {
  const lines = Object.entries(metrics).flatMap(([name, metric]) =>
    Object.entries(metric.thresholds ?? {}).map(([threshold, { ok }]) => {
      const value = metric.values["p(95)"] ?? metric.values["rate"] ?? 0;
      return `${ok ? "ok    " : "BROKEN"} ${name} ${threshold} (${Math.round(value * 1000) / 1000})`;
    }),
  );
  return `\n${metrics["http_reqs"]?.values["count"] ?? 0} requests\n${lines.join("\n")}\n`;
}

/** The summary as JSON where the runner wants it; as text otherwise. */
export function handleSummary(data: SummaryData): Record<string, string> {
  return settings.summaryFile === undefined ? { stdout: text(data) } : { [settings.summaryFile]: JSON.stringify(data) };
}
