import { begin, supersedes } from "./begin.ts";
import type { Answer, CommandKind, PaymentCommand } from "./command.ts";
import type { PaymentEvent } from "./event.ts";
import { evolve } from "./evolve.ts";
import { emptyPayment, type Operation, operationOf, type PaymentState } from "./payment.ts";
import { isSameCall, type ProviderCall, type SettledCall } from "./provider-call.ts";
import { conclusionOf } from "./record.ts";

/** An operation's answer, to be published. */
export interface OperationAnswer {
  readonly kind: CommandKind;
  readonly operationId: string;
  readonly answer: Answer;
}

/** What has to happen for the command to get on. */
export type Next =
  | { readonly kind: "answered" }
  /** The provider has to be asked, once what was decided is written; then what it said is recorded, and the command decided again. */
  | { readonly kind: "call"; readonly call: ProviderCall }
  /** Another operation is under way that only its own command can carry on. */
  | { readonly kind: "busy" }
  /** What was recorded was another operation's, or another had recorded it before: decide again. */
  | { readonly kind: "again" };

export interface Decision {
  readonly events: readonly PaymentEvent[];
  readonly answers: readonly OperationAnswer[];
  readonly next: Next;
}

/**
 * A cancellation that the provider refused is not over: nothing was done, and what stood in the way may pass, so whoever asks again gets
 * another try. Every other answer is the last word on its operation.
 */
function finalAnswer(operation: Operation | undefined): Answer | null {
  const answer = operation?.answer ?? null;
  return answer !== null && operation?.kind === "cancel" && answer.type === "refund-failed" ? null : answer;
}

/** The operations that got their answer between two states. */
function newAnswers(before: PaymentState, after: PaymentState): readonly OperationAnswer[] {
  return after.operations.flatMap(({ kind, operationId, answer }) => {
    const isNew = answer !== null && operationOf(before, { kind, operationId })?.answer !== answer;
    return isNew ? [{ kind, operationId, answer }] : [];
  });
}

function follow(state: PaymentState, events: readonly PaymentEvent[], asked: PaymentCommand): Decision {
  const after = events.reduce<PaymentState>(evolve, state);
  const answers = newAnswers(state, after);
  const isAnswered = answers.some(({ kind, operationId }) => kind === asked.kind && operationId === asked.operationId);
  if (isAnswered) return { events, answers, next: { kind: "answered" } };
  return { events, answers, next: after.pending === null ? { kind: "again" } : { kind: "call", call: after.pending } };
}

/** Who finds a call pending makes it again; but an authorization needs the payment token, which only its own command brings. */
function carryOn(pending: ProviderCall, command: PaymentCommand): Next {
  const isOwn = command.kind === "authorize" && command.operationId === pending.operationId;
  return pending.kind === "authorize" && !isOwn ? { kind: "busy" } : { kind: "call", call: pending };
}

/** Decides what a command comes to for a payment as it is now; null when there is none yet. */
export function decide(current: PaymentState | null, command: PaymentCommand): Decision {
  const state = current ?? emptyPayment(command.orderId);
  const answer = finalAnswer(operationOf(state, command));
  if (answer !== null) {
    const { kind, operationId } = command;
    return { events: [], answers: [{ kind, operationId, answer }], next: { kind: "answered" } };
  }
  if (state.pending !== null && !supersedes(command, state.pending)) {
    return { events: [], answers: [], next: carryOn(state.pending, command) };
  }
  const decision = follow(state, begin(state, command), command);
  return current === null ? { ...decision, events: [{ type: "opened", orderId: command.orderId }, ...decision.events] } : decision;
}

/**
 * Records what a call came to. Nothing comes of it when it is not the pending one any more: another has recorded it, or a cancellation
 * has taken the matter over and asks the provider itself. `command` is the one on whose way the call was made.
 */
export function record(state: PaymentState, settled: SettledCall, command: PaymentCommand): Decision {
  if (state.pending === null || !isSameCall(state.pending, settled.call)) return { events: [], answers: [], next: { kind: "again" } };
  return follow(state, conclusionOf(state, settled), command);
}
