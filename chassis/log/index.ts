import { isSpanContextValid, trace } from "@opentelemetry/api";
import pino from "pino";
import { redact } from "./redact.ts";

export { redact } from "./redact.ts";

export type Log = pino.Logger;

export interface LogOptions {
  readonly service: string;
  /** @default "info" */
  readonly level?: string;
  /** Where lines go. @default standard output */
  readonly destination?: pino.DestinationStream;
}

function currentTrace(): Record<string, string> {
  const context = trace.getActiveSpan()?.spanContext();
  return context && isSpanContextValid(context) ? { traceId: context.traceId, spanId: context.spanId } : {};
}

/**
 * An error as it is logged: type, message, stack with its causes, and those of its fields that are plain values. What else errors carry is left
 * out: drivers hang half of their insides on them, which cannot be written down and is nobody's business.
 */
function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { raw: _raw, ...fields } = pino.stdSerializers.err(error);
  return redact(Object.fromEntries(Object.entries(fields).filter(([, value]) => value === null || typeof value !== "object")));
}

/** A logger of JSON lines: fields and a fixed sentence. Secrets are cut out by field name; the trace in whose span a line is written is added. */
export function createLog(options: LogOptions): Log {
  const settings: pino.LoggerOptions = {
    level: options.level ?? "info",
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: redact },
    mixin: currentTrace,
    serializers: { err: serializeError },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings, pino.destination({ dest: 1, sync: true }));
}
