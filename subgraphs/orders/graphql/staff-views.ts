import type { StoredDeadLetter } from "@mercato/chassis/bus";
import { redact } from "@mercato/chassis/log";
import type { SagaIntervention } from "@mercato/chassis/saga";
import { traceIdOf } from "@mercato/chassis/telemetry";
import type { DeadLetterAction } from "../store/dead-letter-actions.ts";
import type { DeadLetterActionKind, SagaAction } from "./resolvers.gen.ts";

const SAGA_ACTION: Readonly<Record<SagaIntervention["action"], SagaAction>> = {
  retry: "RETRY",
  skip: "SKIP",
  "resolve-done": "RESOLVE_DONE",
  "resolve-not-done": "RESOLVE_NOT_DONE",
};

const DEAD_LETTER_ACTION: Readonly<Record<DeadLetterAction["kind"], DeadLetterActionKind>> = { redrive: "REDRIVE", discard: "DISCARD" };

export function intervention(value: SagaIntervention) {
  return { ...value, action: SAGA_ACTION[value.action] };
}

/** What a message says, without its secrets. What is not JSON may hold any, and is not shown. */
function bodyOf(body: Uint8Array): string | null {
  try {
    return JSON.stringify(redact({ body: JSON.parse(new TextDecoder().decode(body)) as unknown })["body"]);
  } catch {
    return null;
  }
}

export function deadLetter({ id, message, body, ...letter }: StoredDeadLetter) {
  return {
    ...letter,
    id: String(id),
    messageId: message.id,
    messageType: message.type,
    subject: message.subject,
    traceId: traceIdOf(message.trace),
    body: bodyOf(body),
  };
}

export function deadLetterAction({ kind, deadLetterId, ...action }: DeadLetterAction) {
  return { ...action, kind: DEAD_LETTER_ACTION[kind], deadLetterId: String(deadLetterId) };
}
