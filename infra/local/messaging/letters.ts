import type { StoredDeadLetter } from "@mercato/chassis/bus";
import { redact } from "@mercato/chassis/log";

function bodyOf(body: Uint8Array): unknown {
  const text = new TextDecoder().decode(body);
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? redact({ body: parsed })["body"] : parsed;
  } catch {
    return `[${body.byteLength} bytes that are not JSON; --raw shows them]`;
  }
}

/** A dead letter as it is shown. Secrets are cut out of its message unless it is asked for raw. */
export function describeLetter(letter: StoredDeadLetter, raw = false) {
  const { id, storedAt, consumer, code, reason, stack, stream, sequence, attempts, message, body } = letter;
  return {
    id,
    storedAt: storedAt.toISOString(),
    consumer,
    code,
    reason,
    attempts,
    origin: { stream, sequence },
    message: { ...message, body: raw ? new TextDecoder().decode(body) : bodyOf(body) },
    stack,
  };
}

/** A dead letter as one line of a list. */
export function letterLine({ id, storedAt, consumer, code, attempts, reason }: StoredDeadLetter): string {
  return `${String(id).padStart(6)}  ${storedAt.toISOString()}  ${consumer}  ${code} after ${attempts}: ${reason.split("\n", 1)[0]}`;
}
