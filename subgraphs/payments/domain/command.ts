import type { Money } from "@mercato/contracts/values/money";

interface Asked {
  /** The same operation again is the same answer again, never a second effect. */
  readonly operationId: string;
  readonly orderId: string;
}

/** What a payment can be asked for. There is no payment token in it: decisions do not need it, and what they write must not hold it. */
export type PaymentCommand =
  | (Asked & { readonly kind: "authorize"; readonly payerId: string; readonly amount: Money })
  | (Asked & { readonly kind: "capture" })
  | (Asked & { readonly kind: "cancel" })
  | (Asked & { readonly kind: "refund"; readonly refundId: string; readonly amount: Money; readonly reason: string | null });

export type CommandKind = PaymentCommand["kind"];

/** What an operation is answered with. */
export type Answer =
  | { readonly type: "authorized"; readonly amount: Money }
  | { readonly type: "declined"; readonly code: string; readonly message: string }
  | { readonly type: "captured"; readonly amount: Money }
  | { readonly type: "capture-failed"; readonly code: string; readonly message: string }
  | { readonly type: "cancelled"; readonly refunded: Money | null }
  | { readonly type: "refunded"; readonly refundId: string; readonly amount: Money }
  | { readonly type: "refund-failed"; readonly code: string; readonly message: string };
