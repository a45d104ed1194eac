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

const LONGEST_REASON = 1_000;
const LONGEST_STACK = 4_000;

/** A header is one line of printable ASCII; everything else, and the percent sign, is percent-encoded as the CloudEvents bindings have it. */
export function encodeHeader(text: string): string {
  return text.toWellFormed().replaceAll(/[^\x20-\x7e]|%/gu, encodeURIComponent);
}

/** Reads a header of ours, and any other as it is. */
export function decodeHeader(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function setAll(target: MsgHdrs, values: Readonly<Record<string, string>>): MsgHdrs {
  for (const [name, value] of Object.entries(values)) target.set(name, encodeHeader(value));
  return target;
}

export function messageHeaders(message: Omit<BusMessage, "data">): MsgHdrs {
  const result = setAll(headers(), {
    [CE.version]: "1.0",
    [CE.id]: message.id,
    [CE.type]: message.type,
    [CE.source]: message.source,
    [CE.time]: message.time,
    [CE.subject]: message.subject,
    "content-type": "application/json",
  });
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
  const get = (name: string) => decodeHeader(found?.get(name) ?? "");
  return {
    id: get(CE.id) || fallback.id,
    type: get(CE.type) || fallback.type,
    source: get(CE.source),
    time: get(CE.time),
    subject: get(CE.subject),
    trace: Object.fromEntries(TRACE.flatMap((name) => (found?.get(name) ? [[name, found.get(name)]] : []))),
  };
}

/** A dead letter keeps its message's headers and body, and says besides where it came from and why it could not be handled. */
export function deadLetterHeaders({ delivery, ...letter }: DeadLetter): MsgHdrs {
  return setAll(messageHeaders(delivery.attributes), {
    "mercato-dead-consumer": letter.consumer,
    "mercato-dead-code": letter.code,
    "mercato-dead-reason": letter.reason.slice(0, LONGEST_REASON),
    "mercato-dead-stack": letter.stack.slice(0, LONGEST_STACK),
    "mercato-dead-stream": delivery.stream,
    "mercato-dead-sequence": String(delivery.sequence),
    "mercato-dead-attempts": String(delivery.attempt),
  });
}
