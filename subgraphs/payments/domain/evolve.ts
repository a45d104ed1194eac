import { add } from "@mercato/contracts/values/money";
import type { Answer, CommandKind } from "./command.ts";
import type { EventOf, PaymentEvent } from "./event.ts";
import { emptyPayment, freshTerms, keptOf, type Operation, operationOf, type PaymentState, termsOf } from "./payment.ts";

interface Key {
  readonly kind: CommandKind;
  readonly operationId: string;
}

function withOperation(state: PaymentState, key: Key, change: (operation: Operation) => Operation): readonly Operation[] {
  const known = operationOf(state, key);
  const fresh: Operation = { kind: key.kind, operationId: key.operationId, refundAttempts: 0, answer: null };
  if (known === undefined) return [...state.operations, change(fresh)];
  return state.operations.map((operation) => (operation === known ? change(operation) : operation));
}

function asked(state: PaymentState, kind: CommandKind, operationId: string): readonly Operation[] {
  return withOperation(state, { kind, operationId }, (operation) => ({ ...operation, answer: null }));
}

function answered(state: PaymentState, key: Key, answer: Answer): readonly Operation[] {
  return withOperation(state, key, (operation) => ({ ...operation, answer }));
}

function onAuthorizationRequested(state: PaymentState, event: EventOf<"authorization-requested">): PaymentState {
  const { operationId, key, amount, payerId } = event;
  return {
    ...state,
    status: "pending",
    terms: freshTerms(payerId, amount, key),
    failureCode: null,
    pending: { kind: "authorize", operationId, key, amount },
    operations: asked(state, "authorize", operationId),
  };
}

/** Who asked is answered by it only while the payment is open: a payment that is being cancelled is about to let the money go. */
function onAuthorized(state: PaymentState, { operationId, authorizationId, amount }: EventOf<"authorized">): PaymentState {
  const key = { kind: "authorize", operationId } as const;
  return {
    ...state,
    status: "authorized",
    terms: { ...termsOf(state), authorizationId },
    pending: null,
    operations: state.closed ? state.operations : answered(state, key, { type: "authorized", amount }),
  };
}

/** It is the payment's own state only when there is no other: an operation can be declined because the payment exists. */
function onDeclined(state: PaymentState, event: EventOf<"declined">): PaymentState {
  const { operationId, code, message, payerId, amount } = event;
  const operations = answered(state, { kind: "authorize", operationId }, { type: "declined", code, message });
  const isStatus = state.status === "none" || state.status === "pending" || state.status === "declined";
  if (!isStatus) return { ...state, operations };
  const terms = freshTerms(payerId, amount, state.terms?.authorizationKey ?? null);
  return { ...state, status: "declined", terms, failureCode: code, pending: null, operations };
}

function onCaptured(state: PaymentState, { operationId, amount }: EventOf<"captured">): PaymentState {
  const key = { kind: "capture", operationId } as const;
  return {
    ...state,
    status: "captured",
    terms: { ...termsOf(state), captured: amount },
    failureCode: null,
    pending: null,
    operations: operationOf(state, key) === undefined ? state.operations : answered(state, key, { type: "captured", amount }),
  };
}

function onCaptureRepeated(state: PaymentState, { operationId, amount }: EventOf<"capture-repeated">): PaymentState {
  return { ...state, operations: answered(state, { kind: "capture", operationId }, { type: "captured", amount }) };
}

function onCaptureFailed(state: PaymentState, { operationId, code, message }: EventOf<"capture-failed">): PaymentState {
  return {
    ...state,
    failureCode: state.status === "authorized" ? code : state.failureCode,
    pending: null,
    operations: answered(state, { kind: "capture", operationId }, { type: "capture-failed", code, message }),
  };
}

function onCancelled(state: PaymentState, { operationId, refunded }: EventOf<"cancelled">): PaymentState {
  const operations = answered(state, { kind: "cancel", operationId }, { type: "cancelled", refunded });
  return { ...state, closed: true, pending: null, operations };
}

function onRefundRequested(state: PaymentState, event: EventOf<"refund-requested">): PaymentState {
  const { operationId, key, authorizationId, amount, refundId } = event;
  const owner: Key = { kind: refundId === null ? "cancel" : "refund", operationId };
  return {
    ...state,
    pending: { kind: "refund", operationId, key, authorizationId, amount, refundId },
    operations: withOperation(state, owner, (operation) => ({ ...operation, refundAttempts: operation.refundAttempts + 1 })),
  };
}

function onRefunded(state: PaymentState, { operationId, refundId, amount }: EventOf<"refunded">): PaymentState {
  const before = termsOf(state);
  const terms = { ...before, refunded: add(before.refunded, amount) };
  const key = { kind: "refund", operationId } as const;
  return {
    ...state,
    status: keptOf(terms).amountMinor === 0 ? "refunded" : "partially-refunded",
    terms,
    pending: null,
    operations: refundId === null ? state.operations : answered(state, key, { type: "refunded", refundId, amount }),
  };
}

function onRefundFailed(state: PaymentState, { operationId, refundId, code, message }: EventOf<"refund-failed">): PaymentState {
  const key: Key = { kind: refundId === null ? "cancel" : "refund", operationId };
  return { ...state, pending: null, operations: answered(state, key, { type: "refund-failed", code, message }) };
}

function evolveOpen(state: PaymentState, event: Exclude<PaymentEvent, { readonly type: "opened" }>): PaymentState {
  switch (event.type) {
    case "authorization-requested":
      return onAuthorizationRequested(state, event);
    case "authorized":
      return onAuthorized(state, event);
    case "declined":
      return onDeclined(state, event);
    case "capture-requested": {
      const { operationId, key, authorizationId, amount } = event;
      const operations = asked(state, "capture", operationId);
      return { ...state, pending: { kind: "capture", operationId, key, authorizationId, amount }, operations };
    }
    case "captured":
      return onCaptured(state, event);
    case "capture-repeated":
      return onCaptureRepeated(state, event);
    case "capture-failed":
      return onCaptureFailed(state, event);
    case "cancel-requested":
      return { ...state, closed: true, operations: asked(state, "cancel", event.operationId) };
    case "settlement-requested":
      return { ...state, pending: { kind: "settle", operationId: event.operationId, key: event.key } };
    case "void-requested": {
      const { operationId, key, authorizationId, amount } = event;
      return { ...state, pending: { kind: "void", operationId, key, authorizationId, amount } };
    }
    case "voided":
      return { ...state, status: "voided", pending: null };
    case "cancelled":
      return onCancelled(state, event);
    case "refund-requested":
      return onRefundRequested(state, event);
    case "refunded":
      return onRefunded(state, event);
    case "refund-failed":
      return onRefundFailed(state, event);
  }
}

/** What one event does to a payment; null is the payment before its first event. */
export function evolve(state: PaymentState | null, event: PaymentEvent): PaymentState {
  if (event.type === "opened") return emptyPayment(event.orderId);
  if (state === null) throw new Error(`a payment's history begins with "opened", not with "${event.type}"`);
  return evolveOpen(state, event);
}
