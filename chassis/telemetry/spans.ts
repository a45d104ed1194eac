import {
  type Attributes,
  context,
  INVALID_SPAN_CONTEXT,
  ProxyTracerProvider,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { errorCode } from "../errors/index.ts";

const TRACER = "mercato";
/** Stands where no span is made: takes everything, keeps nothing. */
const NO_SPAN = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);

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
  if (!isTracing()) return work(NO_SPAN);
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

/**
 * Whether spans of this process go anywhere. Asked once, when something is wired: what would have to watch every call for its spans' sake does
 * not watch at all when they do not.
 */
export function isTracing(): boolean {
  const provider = trace.getTracerProvider();
  return provider instanceof ProxyTracerProvider ? provider.getDelegateTracer(TRACER) !== undefined : true;
}

/**
 * Begins a span within the active one, for work that is told of by events. Null when there is none: what nobody asked for makes no trace of its
 * own. Whoever begins it ends it.
 */
export function beginSpan(name: string, options: Pick<SpanOptions, "kind" | "attributes">): Span | null {
  if (trace.getActiveSpan() === undefined) return null;
  return trace.getTracer(TRACER).startSpan(name, { kind: options.kind ?? SpanKind.INTERNAL, attributes: options.attributes ?? {} });
}

/** Ends a span of work that failed. It says the code, never the message, which may hold what was worked on. */
export function failSpan(span: Span, code: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message: code });
  span.end();
}

/** A span, within the active one, of something that began elsewhere and ended now. */
export function pastSpan(name: string, attributes: Attributes, times: { readonly startedAt: Date; readonly endedAt: Date }): void {
  if (trace.getActiveSpan() === undefined) return;
  trace.getTracer(TRACER).startSpan(name, { attributes, startTime: times.startedAt }).end(times.endedAt);
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
