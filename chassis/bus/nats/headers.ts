import { headers, type MsgHdrs } from "@nats-io/transport-node";
import type { BusMessage, DeadLetter } from "../bus.ts";

/** Names of CloudEvents 1.0 attributes in the NATS protocol binding's binary mode. */
const CE = {
  id: "ce-id",
  type: "ce-type",
  source: "ce-source",
  time: "ce-time",
  subject: "ce-subject",
  version: "ce-specversion",
} as const;
const TRACE = ["traceparent", "tracestate"] as const;

/** Headers values are single lines of ASCII. */
function headerText(text: string, maxLength: number): string {
  return encodeURIComponent(text.slice(0, maxLength)).replaceAll("%20", " ");
}

export function messageHeaders(message: Omit<BusMessage, "data">): MsgHdrs {
  const result = headers();
  result.set(CE.version, "1.0");
  result.set(CE.id, message.id);
  result.set(CE.type, message.type);
  result.set(CE.source, message.source);
  result.set(CE.time, message.time);
  result.set(CE.subject, message.subject);
  result.set("content-type", "application/json");
  for (const name of TRACE) {
    const value = message.trace[name];
    if (value !== undefined) result.set(name, value);
  }
  return result;
}

/** Reads the attributes of any message, also of one that we did not send; what is missing is the stream's word for it. */
export function readAttributes(
  found: MsgHdrs | undefined,
  fallback: { readonly id: string; readonly type: string },
): Omit<BusMessage, "data"> {
  const get = (name: string) => found?.get(name) ?? "";
  return {
    id: get(CE.id) || fallback.id,
    type: get(CE.type) || fallback.type,
    source: get(CE.source),
    time: get(CE.time),
    subject: get(CE.subject),
    trace: Object.fromEntries(TRACE.flatMap((name) => (get(name) === "" ? [] : [[name, get(name)]]))),
  };
}

/** A dead letter keeps its message's headers and body, and says besides where it came from and why it could not be handled. Texts are percent-encoded. */
export function deadLetterHeaders(letter: DeadLetter): MsgHdrs {
  const result = messageHeaders(letter.delivery.attributes);
  result.set("mercato-dead-consumer", letter.consumer);
  result.set("mercato-dead-code", letter.code);
  result.set("mercato-dead-reason", headerText(letter.reason, 1_000));
  result.set("mercato-dead-stack", headerText(letter.stack, 4_000));
  result.set("mercato-dead-stream", letter.delivery.stream);
  result.set("mercato-dead-sequence", String(letter.delivery.sequence));
  result.set("mercato-dead-attempts", String(letter.delivery.attempt));
  return result;
}
