import { metrics } from "@opentelemetry/api";
import { PrometheusSerializer } from "@opentelemetry/exporter-prometheus";
import { MeterProvider, type MetricReader } from "@opentelemetry/sdk-metrics";
import type { Stoppable } from "../lifecycle/index.ts";
import type { Log } from "../log/index.ts";
import { observeProcess } from "./process-metrics.ts";
import { ScrapeReader } from "./scrape-reader.ts";

export interface TelemetryOptions {
  /** The process: resource of its spans and metrics. */
  readonly service: string;
  /** Base URL of an OTLP/HTTP collector, for spans and metrics. Nothing is sent, and spans cost next to nothing, when it is not set. */
  readonly endpoint?: string | undefined;
  /** Told when the last spans could not be sent. */
  readonly log?: Log;
}

export interface Telemetry extends Stoppable {
  /** The metrics of this process now, as Prometheus reads them. What cannot be read within a second is left out. */
  scrape(): Promise<Response>;
}

/** Spans are worth waiting for, but not for long: a collector that is away must not keep a process from its end. */
const LAST_SPANS_MS = 3_000;
/** A database or bus that is down must not keep a scrape from what the process knows by itself. */
const READ_TIMEOUT_MS = 1_000;

async function shutDown(sdk: { shutdown(): Promise<void> }, log: Log | undefined): Promise<void> {
  const late = new Error(`no answer in ${LAST_SPANS_MS} ms`);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const fuse = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late), LAST_SPANS_MS);
  });
  try {
    await Promise.race([sdk.shutdown(), fuse]);
  } catch (err) {
    log?.warn({ err }, "the last spans could not be sent");
  } finally {
    clearTimeout(timer);
  }
}

/** What sends is large, and loaded where there is somebody to send to. */
async function startSending({ service, endpoint, readers }: { service: string; endpoint: string; readers: readonly MetricReader[] }) {
  const sending = await import("./sending.ts");
  return sending.startSending(service, endpoint, readers);
}

/** Metrics only, with no context to carry along: what has no collector pays for none. */
function startMeasuring(readers: readonly MetricReader[]): { shutdown(): Promise<void> } {
  const provider = new MeterProvider({ readers: [...readers] });
  metrics.setGlobalMeterProvider(provider);
  return provider;
}

/**
 * Starts the telemetry of this process: metrics always, spans when there is a collector. Start it before what it is to watch is made. Stop it last:
 * stopping sends what is still held, within three seconds, and never fails.
 */
export async function startTelemetry(options: TelemetryOptions): Promise<Telemetry> {
  const { service, endpoint, log } = options;
  const reader = new ScrapeReader();
  const sdk = endpoint === undefined ? startMeasuring([reader]) : await startSending({ service, endpoint, readers: [reader] });
  const endProcessMetrics = observeProcess(service);
  const serializer = new PrometheusSerializer("", false, undefined, true, true);
  return {
    async scrape() {
      const { resourceMetrics } = await reader.collect({ timeoutMillis: READ_TIMEOUT_MS });
      return new Response(serializer.serialize(resourceMetrics), {
        headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8" },
      });
    },
    async stop() {
      // The last metrics are sent on the way down.
      await shutDown(sdk, log);
      endProcessMetrics();
    },
  };
}
