import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { type MetricReader, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { NodeSDK } from "@opentelemetry/sdk-node";

/** Dashboards look every quarter of a minute. */
const EXPORT_INTERVAL_MS = 15_000;
const EXPORT_TIMEOUT_MS = 10_000;

/** Spans and metrics to a collector, beside what `readers` read. */
export function startSending(service: string, endpoint: string, readers: readonly MetricReader[]): { shutdown(): Promise<void> } {
  const urlOf = (signal: string) => new URL(`v1/${signal}`, endpoint.replace(/\/?$/, "/")).href;
  const sending = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url: urlOf("metrics") }),
    exportIntervalMillis: EXPORT_INTERVAL_MS,
    exportTimeoutMillis: EXPORT_TIMEOUT_MS,
  });
  const sdk = new NodeSDK({
    serviceName: service,
    traceExporter: new OTLPTraceExporter({ url: urlOf("traces") }),
    metricReaders: [...readers, sending],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  return sdk;
}
