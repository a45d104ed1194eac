import { type Attributes, context, propagation, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { NodeSDK } from "@opentelemetry/sdk-node";
import { errorCode } from "../errors/index.ts";
import type { Stoppable } from "../lifecycle/index.ts";
import type { Log } from "../log/index.ts";

export type { Attributes } from "@opentelemetry/api";
export { SpanKind } from "@opentelemetry/api";

const TRACER = "mercato";

export interface TelemetryOptions {
  readonly service: string;
  /** Base URL of an OTLP/HTTP collector. Nothing is sent, and spans cost next to nothing, when it is not set. */
  readonly endpoint?: string | undefined;
  /** Told when the last spans could not be sent. */
  readonly log?: Log;
}

/** Spans are worth waiting for, but not for long: a collector that is away must not keep a process from its end. */
const LAST_SPANS_MS = 3_000;

async function shutDown(sdk: NodeSDK, log: Log | undefined): Promise<void> {
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

/** Starts the tracing of this process. Stop it last: stopping sends what is still held, within three seconds, and never fails. */
export function startTelemetry(options: TelemetryOptions): Stoppable {
  if (options.endpoint === undefined) return { stop: async () => {} };
  const sdk = new NodeSDK({
    serviceName: options.service,
    traceExporter: new OTLPTraceExporter({ url: new URL("v1/traces", `${options.endpoint.replace(/\/?$/, "/")}`).href }),
    instrumentations: [],
  });
  sdk.start();
  return { stop: () => shutDown(sdk, options.log) };
}

export interface SpanOptions {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** W3C trace context that the span continues, e.g. from a request's headers. */
  readonly parent?: Readonly<Record<string, string>>;
  /** W3C trace context that the span is linked to without being its child, e.g. of the producer of a message. */
  readonly link?: Readonly<Record<string, string>>;
}

function spanContextOf(carrier: Readonly<Record<string, string>>) {
  return trace.getSpanContext(propagation.extract(ROOT_CONTEXT, carrier));
}

/** Runs `work` in a span, which ends with it and says whether it failed. */
export async function withSpan<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const parent = options.parent ? propagation.extract(context.active(), options.parent) : context.active();
  const linked = options.link ? spanContextOf(options.link) : undefined;
  const span = trace.getTracer(TRACER).startSpan(
    name,
    {
      kind: options.kind ?? SpanKind.INTERNAL,
      ...(options.attributes ? { attributes: options.attributes } : {}),
      ...(linked ? { links: [{ context: linked }] } : {}),
    },
    parent,
  );
  return context.with(trace.setSpan(parent, span), async () => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: errorCode(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Like `withSpan`, for work that does not wait. */
export function inSpan<T>(name: string, attributes: Attributes, work: (span: Span) => T): T {
  const span = trace.getTracer(TRACER).startSpan(name, { attributes });
  try {
    return work(span);
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: errorCode(error) });
    throw error;
  } finally {
    span.end();
  }
}

/** The active trace context as W3C headers (`traceparent`, `tracestate`), to be sent along; empty when nothing is traced. */
export function traceHeaders(): Record<string, string> {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier;
}

/** The trace id in W3C headers; null when there is none. */
export function traceIdOf(headers: Readonly<Record<string, string>>): string | null {
  return /^00-([0-9a-f]{32})-/.exec(headers["traceparent"] ?? "")?.[1] ?? null;
}
