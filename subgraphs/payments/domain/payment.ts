import { type Money, subtract, zero } from "@mercato/contracts/values/money";
import type { Answer, CommandKind } from "./command.ts";
import type { ProviderCall } from "./provider-call.ts";

/** `none`: no payment was ever asked for; all that is known is that it was cancelled, or asked for something that needs one. */
export type PaymentStatus = "none" | "pending" | "authorized" | "captured" | "partially-refunded" | "refunded" | "declined" | "voided";

/** Something that the payment was asked to do. Operations are few: a payment has as many as its order's sagas have steps that ask for it. */
export interface Operation {
  readonly kind: CommandKind;
  readonly operationId: string;
  /** Refunds asked of the provider. Each gets a key of its own: under the old one the provider would repeat its refusal. */
  readonly refundAttempts: number;
  /** Null while it is under way. */
  readonly answer: Answer | null;
}

/** What was asked for, and what became of it. */
export interface Terms {
  readonly payerId: string;
  readonly amount: Money;
  readonly captured: Money;
  readonly refunded: Money;
  /** The key that the provider was last asked under; null when it was declined before the provider was asked. */
  readonly authorizationKey: string | null;
  /** The authorization's id at the provider; null while there is none. */
  readonly authorizationId: string | null;
}

/** The one payment of an order. No card, no payment token: neither is ever kept. */
export interface PaymentState {
  readonly orderId: string;
  readonly status: PaymentStatus;
  /** Null while no payment was asked for. */
  readonly terms: Terms | null;
  readonly failureCode: string | null;
  /** It was cancelled, or is being cancelled: no authorization and no capture may begin any more. */
  readonly closed: boolean;
  /** The one call whose outcome is not known. While there is none, every operation has its answer. */
  readonly pending: ProviderCall | null;
  readonly operations: readonly Operation[];
}

/** The id of an order's payment. */
export function paymentIdOf(orderId: string): string {
  return `pay_${orderId}`;
}

/** The payment of an order of which nothing is known yet. */
export function emptyPayment(orderId: string): PaymentState {
  return { orderId, status: "none", terms: null, failureCode: null, closed: false, pending: null, operations: [] };
}

/** Terms of a payment of which nothing has come yet. */
export function freshTerms(payerId: string, amount: Money, authorizationKey: string | null): Terms {
  const nothing = zero(amount.currency);
  return { payerId, amount, captured: nothing, refunded: nothing, authorizationKey, authorizationId: null };
}

/** What of the captured money is still with us. */
export function keptOf({ captured, refunded }: Terms): Money {
  return subtract(captured, refunded);
}

/** The terms of a payment that has some. @throws Error when it has none, which a pending call rules out. */
export function termsOf({ terms, orderId }: PaymentState): Terms {
  if (terms === null) throw new Error(`the payment of ${orderId} has no terms`);
  return terms;
}

/** Finds an operation. The same id means another operation when something else was asked under it. */
export function operationOf(
  { operations }: PaymentState,
  asked: { readonly kind: CommandKind; readonly operationId: string },
): Operation | undefined {
  return operations.find(({ kind, operationId }) => kind === asked.kind && operationId === asked.operationId);
}

/** Finds the operation of a kind that still waits for its answer. */
export function unansweredOf({ operations }: PaymentState, wanted: CommandKind): Operation | undefined {
  return operations.find(({ kind, answer }) => kind === wanted && answer === null);
}
