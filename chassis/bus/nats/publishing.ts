import { SpanKind, traceHeaders, withSpan } from "../../telemetry/index.ts";
import type { BusMessage, DeadLetter } from "../bus.ts";
import { deadLetterHeaders, encodeHeader, messageHeaders } from "./headers.ts";
import type { Outgoing } from "./store-message.ts";
import { contextOf, type StreamNames } from "./streams.ts";

export interface Publishing {
  readonly names: StreamNames;
  readonly store: (outgoing: Outgoing) => Promise<void>;
  readonly ensure: (contexts: readonly string[]) => Promise<void>;
}

/** Stores a message; `serverId` is what the server knows a second coming by. */
export function publishMessage({ names, store, ensure }: Publishing, message: BusMessage, serverId: string): Promise<void> {
  const attributes = { "messaging.message.id": message.id, "messaging.destination.name": message.type };
  return withSpan(`publish ${message.type}`, { kind: SpanKind.PRODUCER, parent: message.trace, attributes }, () => {
    // Who handles the message continues from its publication, which continues from what caused it.
    const headers = messageHeaders({ ...message, trace: { ...message.trace, ...traceHeaders() } });
    const ensureStream = () => ensure([contextOf(message.type)]);
    const body = JSON.stringify(message.data);
    return store({ subject: names.subject(message.type), body, msgID: encodeHeader(serverId), headers, ensureStream });
  });
}

/** Stores a dead letter: one for each message and consumer, also when a crash came between storing it and acknowledging the message. */
export function publishLetter({ names, store, ensure }: Publishing, letter: DeadLetter): Promise<void> {
  const { consumer, delivery } = letter;
  const msgID = [consumer, delivery.stream, delivery.sequence.toString(), delivery.attributes.id].map(encodeHeader).join("-");
  const subject = names.deadLetterSubject(consumer);
  return store({ subject, body: delivery.body, msgID, headers: deadLetterHeaders(letter), ensureStream: () => ensure([]) });
}
