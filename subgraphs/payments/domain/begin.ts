import type { Money } from "@mercato/contracts/values/money";
import type { PaymentCommand } from "./command.ts";
import type { EventOf, PaymentEvent } from "./event.ts";
import { keptOf, operationOf, type PaymentState } from "./payment.ts";
import type { ProviderCall } from "./provider-call.ts";

type CommandOf<Kind extends PaymentCommand["kind"]> = Extract<PaymentCommand, { readonly kind: Kind }>;

/** The provider's idempotency key of a call: the same for every try of it, and for no other call. */
function keyOf(command: { readonly orderId: string; readonly operationId: string }, call: string): string {
  return `${command.orderId}/${command.operationId}/${call}`;
}

/**
 * Whether a command takes over while a call is pending: cancelling does from authorizing and capturing. It then asks the provider what became
 * of them, and lets go whatever it was.
 */
export function supersedes(command: PaymentCommand, pending: ProviderCall): boolean {
  return command.kind === "cancel" && (pending.kind === "authorize" || pending.kind === "capture");
}

function declined(command: CommandOf<"authorize">, code: string, message: string): EventOf<"declined"> {
  const { operationId, payerId, amount } = command;
  return { type: "declined", operationId, payerId, amount, code, message };
}

function beginAuthorize(state: PaymentState, command: CommandOf<"authorize">): PaymentEvent {
  const { operationId, payerId, amount } = command;
  if (state.closed) return declined(command, "CANCELLED", "The payment was cancelled before it was authorized.");
  if (amount.amountMinor <= 0) return declined(command, "INVALID_AMOUNT", "Only more than nothing can be paid.");
  const mayTry = state.status === "none" || state.status === "declined";
  if (!mayTry) return declined(command, "PAYMENT_EXISTS", "The order has a payment already.");
  return { type: "authorization-requested", operationId, payerId, amount, key: keyOf(command, "authorize") };
}

function beginCapture(state: PaymentState, command: CommandOf<"capture">): PaymentEvent {
  const { operationId } = command;
  if (state.closed) return { type: "capture-failed", operationId, code: "CANCELLED", message: "The payment was cancelled." };
  const { terms } = state;
  if (terms !== null && terms.captured.amountMinor > 0) return { type: "capture-repeated", operationId, amount: terms.captured };
  if (terms === null || terms.authorizationId === null || state.status !== "authorized") {
    return { type: "capture-failed", operationId, code: "NOT_AUTHORIZED", message: "There is no authorized money to take." };
  }
  const { authorizationId, amount } = terms;
  return { type: "capture-requested", operationId, key: keyOf(command, "capture"), authorizationId, amount };
}

function refuseRefund(command: CommandOf<"refund">, code: string, message: string): EventOf<"refund-failed"> {
  return { type: "refund-failed", operationId: command.operationId, refundId: command.refundId, code, message };
}

function beginRefund({ terms }: PaymentState, command: CommandOf<"refund">): PaymentEvent {
  const { operationId, refundId, amount, reason } = command;
  if (terms === null || terms.authorizationId === null || terms.captured.amountMinor === 0) {
    return refuseRefund(command, "NOT_CAPTURED", "Nothing was taken that could be given back.");
  }
  const kept = keptOf(terms);
  if (amount.currency !== kept.currency) return refuseRefund(command, "CURRENCY_MISMATCH", `The payment is in ${kept.currency}.`);
  if (amount.amountMinor <= 0) return refuseRefund(command, "INVALID_AMOUNT", "Only more than nothing can be given back.");
  if (amount.amountMinor > kept.amountMinor) {
    return refuseRefund(command, "REFUND_EXCEEDS_CAPTURE", "That is more than what is left of the captured money.");
  }
  const { authorizationId } = terms;
  return { type: "refund-requested", operationId, refundId, key: keyOf(command, "refund"), authorizationId, amount, reason };
}

/** Lets an authorization go, for a cancellation. */
export function voidAll(
  orderId: string,
  operationId: string,
  held: { readonly authorizationId: string; readonly amount: Money },
): EventOf<"void-requested"> {
  return { type: "void-requested", operationId, key: keyOf({ orderId, operationId }, "void"), ...held };
}

/** Asks for all that is left of the captured money to be given back, for a cancellation. */
export function refundRest(
  state: PaymentState,
  operationId: string,
  rest: { readonly authorizationId: string; readonly amount: Money },
): EventOf<"refund-requested"> {
  const attempt = (operationOf(state, { kind: "cancel", operationId })?.refundAttempts ?? 0) + 1;
  const key = keyOf({ orderId: state.orderId, operationId }, `refund-${attempt}`);
  return { type: "refund-requested", operationId, refundId: null, key, ...rest, reason: "CANCELLED" };
}

function beginCancel(state: PaymentState, { operationId }: CommandOf<"cancel">): readonly PaymentEvent[] {
  const requested: PaymentEvent = { type: "cancel-requested", operationId };
  const nothing: PaymentEvent = { type: "cancelled", operationId, refunded: null };
  const { terms, status } = state;
  if (terms === null) return [nothing];
  const { authorizationId, authorizationKey, amount } = terms;
  if (status === "pending" && authorizationKey !== null) {
    return [requested, { type: "settlement-requested", operationId, key: authorizationKey }];
  }
  if (authorizationId === null) return [nothing];
  if (status === "authorized") return [requested, voidAll(state.orderId, operationId, { authorizationId, amount })];
  const kept = keptOf(terms);
  return kept.amountMinor > 0 ? [requested, refundRest(state, operationId, { authorizationId, amount: kept })] : [nothing];
}

/** What a command that was not answered before comes to when nothing stands in its way. */
export function begin(state: PaymentState, command: PaymentCommand): readonly PaymentEvent[] {
  switch (command.kind) {
    case "authorize":
      return [beginAuthorize(state, command)];
    case "capture":
      return [beginCapture(state, command)];
    case "refund":
      return [beginRefund(state, command)];
    case "cancel":
      return beginCancel(state, command);
  }
}
