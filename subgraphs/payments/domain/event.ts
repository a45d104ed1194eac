import type { Money } from "@mercato/contracts/values/money";
import type { Refusal } from "./provider-call.ts";

interface Of {
  readonly operationId: string;
}

/** A call that moves or frees money of an authorization. */
interface Call extends Of {
  readonly key: string;
  readonly authorizationId: string;
  readonly amount: Money;
}

/** `refundId` is null when the refund is a part of cancelling. */
interface OfRefund extends Of {
  readonly refundId: string | null;
}

/**
 * What happens to a payment. The `…-requested` ones are intents: they are written before the provider is called, so that whatever happens to
 * the process, the next one knows which call may have been made and under which key.
 */
export type PaymentEvent =
  | { readonly type: "opened"; readonly orderId: string }
  | (Of & { readonly type: "authorization-requested"; readonly payerId: string; readonly key: string; readonly amount: Money })
  | (Of & { readonly type: "authorized"; readonly authorizationId: string; readonly amount: Money })
  | (Of & Refusal & { readonly type: "declined"; readonly payerId: string; readonly amount: Money })
  | (Call & { readonly type: "capture-requested" })
  | (Of & { readonly type: "captured"; readonly amount: Money })
  /** Asked for once more, when it had been taken: nothing was taken again. */
  | (Of & { readonly type: "capture-repeated"; readonly amount: Money })
  | (Of & Refusal & { readonly type: "capture-failed" })
  /** From here on nothing new may begin. */
  | (Of & { readonly type: "cancel-requested" })
  | (Of & { readonly type: "settlement-requested"; readonly key: string })
  | (Call & { readonly type: "void-requested" })
  | (Of & { readonly type: "voided"; readonly amount: Money })
  | (Of & { readonly type: "cancelled"; readonly refunded: Money | null })
  | (Call & OfRefund & { readonly type: "refund-requested"; readonly reason: string | null })
  | (OfRefund & { readonly type: "refunded"; readonly amount: Money })
  | (OfRefund & Refusal & { readonly type: "refund-failed" });

export type EventOf<Type extends PaymentEvent["type"]> = Extract<PaymentEvent, { readonly type: Type }>;
