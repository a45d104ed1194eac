import type { AggregateStore, Change } from "@mercato/chassis/aggregate";
import type { PaymentCommand } from "../domain/command.ts";
import { type Decision, decide, type Next, record } from "../domain/decide.ts";
import type { PaymentEvent } from "../domain/event.ts";
import { type PaymentState, paymentIdOf } from "../domain/payment.ts";
import type { SettledCall } from "../domain/provider-call.ts";
import type { PaymentProvider } from "../provider/provider.ts";
import { toMessage } from "./answers.ts";
import { PaymentBusyError } from "./errors.ts";
import { performCall } from "./perform-call.ts";

export interface CommandPorts {
  readonly store: Pick<AggregateStore<PaymentState, PaymentEvent>, "update">;
  readonly provider: PaymentProvider;
}

export interface CommandDelivery {
  readonly command: PaymentCommand;
  /** Of the message that brings the command. */
  readonly messageId: string;
  /** Null for every command but the one that authorizes. */
  readonly paymentToken: string | null;
}

/** Calls that one delivery makes at most: a cancellation needs four, and may have to carry on what it finds. */
const LONGEST_WAY = 10;

/** All of a decision is written in one step; the message is taken in with the answer, not before. */
function toChange(orderId: string, { events, answers, next }: Decision): Change<PaymentEvent, Next> {
  return {
    events,
    messages: answers.map((answer) => toMessage(orderId, answer)),
    unfinished: next.kind !== "answered",
    result: next,
  };
}

/**
 * Carries a command through: decide and write the intent, call the provider, write what it said together with the answer. A delivery may die
 * anywhere on this way; the next one reads what is written and goes on from there, with the same call under the same key. Between two writes nothing is
 * taken for granted: each decides on the payment as it is at that moment, on condition of its version.
 * @throws PaymentBusyError, and what the provider throws: the command is to be delivered again.
 */
export async function runCommand({ store, provider }: CommandPorts, delivery: CommandDelivery): Promise<void> {
  const { command, messageId, paymentToken } = delivery;
  const { orderId } = command;
  const id = paymentIdOf(orderId);

  /** Null once the command is answered. */
  async function write(decision: (state: PaymentState | null) => Decision): Promise<Next | null> {
    const updated = await store.update(id, (current) => toChange(orderId, decision(current?.state ?? null)), { messageId });
    return updated.kind === "duplicate" || updated.result.kind === "answered" ? null : updated.result;
  }

  let settled: SettledCall | null = null;
  for (let calls = 0; calls < LONGEST_WAY; ) {
    const outcome = settled;
    const next = await write((state) => (outcome === null || state === null ? decide(state, command) : record(state, outcome, command)));
    if (next === null) return;
    if (next.kind === "busy") throw new PaymentBusyError(orderId);
    settled = null;
    if (next.kind === "call") {
      calls += 1;
      settled = await performCall(provider, next.call, { orderId, paymentToken });
    }
  }
  throw new PaymentBusyError(orderId);
}
