import { refundRest, voidAll } from "./begin.ts";
import type { PaymentEvent } from "./event.ts";
import { evolve } from "./evolve.ts";
import { type PaymentState, termsOf, unansweredOf } from "./payment.ts";
import type { AuthorizeOutcome, CallOf, CaptureOutcome, RefundOutcome, SettledCall, SettleOutcome, VoidOutcome } from "./provider-call.ts";

const CANCELLED = { code: "CANCELLED", message: "The payment was cancelled." } as const;

function onAuthorize(state: PaymentState, operationId: string, outcome: AuthorizeOutcome): PaymentEvent {
  const { payerId, amount } = termsOf(state);
  if (outcome.kind === "authorized") return { type: "authorized", operationId, authorizationId: outcome.authorizationId, amount };
  return { type: "declined", operationId, payerId, amount, code: outcome.code, message: outcome.message };
}

/** A cancellation leaves nobody waiting: what it took over from is answered, too. */
function refuseUnanswered(state: PaymentState): readonly PaymentEvent[] {
  const { payerId, amount } = termsOf(state);
  return state.operations.flatMap(({ kind, operationId, answer }): readonly PaymentEvent[] => {
    if (answer !== null) return [];
    if (kind === "authorize") return [{ type: "declined", operationId, payerId, amount, ...CANCELLED }];
    return kind === "capture" ? [{ type: "capture-failed", operationId, ...CANCELLED }] : [];
  });
}

function onSettle(state: PaymentState, cancelId: string, outcome: SettleOutcome): readonly PaymentEvent[] {
  const cancelled: PaymentEvent = { type: "cancelled", operationId: cancelId, refunded: null };
  if (outcome.kind === "never") return [...refuseUnanswered(state), cancelled];
  const known = onAuthorize(state, unansweredOf(state, "authorize")?.operationId ?? cancelId, outcome);
  if (outcome.kind === "declined") return [known, cancelled];
  return [known, voidAll(state.orderId, cancelId, { authorizationId: outcome.authorizationId, amount: termsOf(state).amount })];
}

function onVoid(
  state: PaymentState,
  { operationId, authorizationId, amount }: CallOf<"void">,
  outcome: VoidOutcome,
): readonly PaymentEvent[] {
  if (outcome.kind === "voided") {
    const cancelled: PaymentEvent = { type: "cancelled", operationId, refunded: null };
    return [{ type: "voided", operationId, amount }, ...refuseUnanswered(state), cancelled];
  }
  const taken = unansweredOf(state, "capture")?.operationId ?? operationId;
  const captured: PaymentEvent = { type: "captured", operationId: taken, amount: outcome.amount };
  const after = evolve(state, captured);
  return [captured, ...refuseUnanswered(after), refundRest(after, operationId, { authorizationId, amount: outcome.amount })];
}

function onCapture(operationId: string, outcome: CaptureOutcome): PaymentEvent {
  if (outcome.kind === "captured") return { type: "captured", operationId, amount: outcome.amount };
  return { type: "capture-failed", operationId, code: outcome.code, message: outcome.message };
}

function onRefund({ operationId, refundId, amount }: CallOf<"refund">, outcome: RefundOutcome): readonly PaymentEvent[] {
  if (outcome.kind === "refused") return [{ type: "refund-failed", operationId, refundId, code: outcome.code, message: outcome.message }];
  const refunded: PaymentEvent = { type: "refunded", operationId, refundId, amount };
  return refundId === null ? [refunded, { type: "cancelled", operationId, refunded: amount }] : [refunded];
}

/** The events that a call's outcome means for the payment whose pending call it is. */
export function conclusionOf(state: PaymentState, settled: SettledCall): readonly PaymentEvent[] {
  const { operationId } = settled.call;
  switch (settled.kind) {
    case "authorize":
      return [onAuthorize(state, operationId, settled.outcome)];
    case "settle":
      return onSettle(state, operationId, settled.outcome);
    case "capture":
      return [onCapture(operationId, settled.outcome)];
    case "void":
      return onVoid(state, settled.call, settled.outcome);
    case "refund":
      return onRefund(settled.call, settled.outcome);
  }
}
