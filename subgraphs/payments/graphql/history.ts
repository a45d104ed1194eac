import type { RecordedEvent } from "@mercato/chassis/aggregate";
import type { PaymentEvent } from "../domain/event.ts";
import type { PaymentEvent as PaymentEventView } from "./resolvers.gen.ts";

function amountOf(event: PaymentEvent): PaymentEventView["amount"] {
  if ("amount" in event) return event.amount;
  return event.type === "cancelled" ? event.refunded : null;
}

function reasonOf(event: PaymentEvent): string | null {
  if ("code" in event) return event.code;
  return "reason" in event ? event.reason : null;
}

/** A payment's history for its payer: keys and ids of the provider stay inside. */
export function toHistory(history: readonly RecordedEvent<PaymentEvent>[]): readonly PaymentEventView[] {
  return history.map(({ at, event }) => ({ type: event.type, at, amount: amountOf(event), reason: reasonOf(event) }));
}
