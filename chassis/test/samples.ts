import { metrics } from "@opentelemetry/api";
import { MeterProvider } from "@opentelemetry/sdk-metrics";
import { ScrapeReader } from "../telemetry/scrape-reader.ts";

export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, unknown>>;
  /** Of a histogram. */
  readonly count: number;
  readonly sum: number;
}

/** Measures in this process until it is stopped. */
export function startMetrics() {
  const reader = new ScrapeReader();
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  return {
    /** What histograms hold, in the order of their names. */
    async read(): Promise<readonly Sample[]> {
      const { resourceMetrics } = await reader.collect();
      return resourceMetrics.scopeMetrics
        .flatMap((scope) => scope.metrics)
        .flatMap(({ descriptor: { name }, dataPoints }) =>
          dataPoints.map(({ attributes, value }) => {
            const { count, sum = 0 } = value as { readonly count: number; readonly sum?: number };
            return { name, labels: attributes, count, sum };
          }),
        )
        .toSorted((one, other) => one.name.localeCompare(other.name));
    },
    async stop(): Promise<void> {
      await provider.shutdown();
      metrics.disable();
    },
  };
}
