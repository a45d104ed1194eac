import { context, propagation, trace } from "@opentelemetry/api";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor } from "@opentelemetry/sdk-trace";

/** Keeps the spans of this process while it is open. */
export function recordSpans() {
  const exporter = new InMemorySpanExporter();
  const sdk = new NodeSDK({
    serviceName: "toys",
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
    metricReaders: [],
    logRecordProcessors: [],
    instrumentations: [],
  });
  sdk.start();
  return {
    named: (name: string): readonly ReadableSpan[] => exporter.getFinishedSpans().filter((span) => span.name === name),
    async stop(): Promise<void> {
      await sdk.shutdown();
      for (const api of [trace, context, propagation]) api.disable();
    },
  };
}
