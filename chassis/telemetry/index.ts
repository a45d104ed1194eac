export type { Attributes, Span } from "@opentelemetry/api";
export { SpanKind } from "@opentelemetry/api";
export { countedIn, createNameBound, type Labels, type MetricShape, observed, secondsIn, startStopwatch } from "./instruments.ts";
export { startTelemetry, type Telemetry, type TelemetryOptions } from "./sdk.ts";
export {
  beginSpan,
  failSpan,
  inSpan,
  isTracing,
  pastSpan,
  type SpanOptions,
  traceHeaders,
  traceIdOf,
  withSpan,
} from "./spans.ts";
