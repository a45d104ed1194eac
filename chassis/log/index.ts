import { isSpanContextValid, trace } from "@opentelemetry/api";
import pino from "pino";

export type Log = pino.Logger;

export interface LogOptions {
  readonly service: string;
  /** @default "info" */
  readonly level?: string;
  /** Where lines go. @default standard output */
  readonly destination?: pino.DestinationStream;
}

/** Field names whose values never reach a log line, at any of the depths that our lines have. */
const SECRET_FIELDS = [
  "password",
  "passwordHash",
  "newPassword",
  "token",
  "accessToken",
  "refreshToken",
  "paymentToken",
  "authorization",
  "cookie",
  "apiKey",
  "secret",
  "privateKey",
  "cardNumber",
  "cvc",
];

const REDACTED_PATHS = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`, `*.*.*.${field}`]);

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
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value === null || typeof value !== "object"));
}

/** A logger of JSON lines: fields and a fixed sentence. Secrets are cut out by field name; the trace in whose span a line is written is added. */
export function createLog(options: LogOptions): Log {
  const settings: pino.LoggerOptions = {
    level: options.level ?? "info",
    base: { service: options.service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: REDACTED_PATHS, censor: "[redacted]" },
    mixin: currentTrace,
    serializers: { err: serializeError },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings, pino.destination({ dest: 1, sync: true }));
}
