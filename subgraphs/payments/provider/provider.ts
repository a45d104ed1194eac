import type { Money } from "@mercato/contracts/values/money";
import type { AuthorizeOutcome, CaptureOutcome, RefundOutcome, SettleOutcome, VoidOutcome } from "../domain/provider-call.ts";

/** Idempotency key: a call under a key that was used before has the effect and the answer of the first one. Not more than 500 characters. */
interface Keyed {
  readonly key: string;
}

export interface AuthorizeRequest extends Keyed {
  readonly amount: Money;
  /** Stands for the payer's card. It goes to the provider and nowhere else: never into a log line, an error or a store of ours. */
  readonly paymentToken: string;
  /** What the provider shows beside its entries, and finds them by. */
  readonly orderId: string;
}

export interface OnAuthorizationRequest extends Keyed {
  readonly authorizationId: string;
  readonly amount: Money;
}

/** An entry in the provider's books. */
export interface ProviderTransaction {
  readonly id: string;
  readonly kind: "AUTHORIZATION" | "CAPTURE" | "VOID" | "REFUND";
  readonly amount: Money;
  readonly at: Date;
}

/**
 * A payment provider. What it decides, comes back as an outcome and is final for its key; what it could not do, or what is not known to have been
 * done, is thrown.
 *
 * Each method throws ProviderTimeoutError when the outcome is not known, ProviderUnavailableError when nothing was done (both: make the
 * same call again), and ProviderRequestError for a call that no provider could make sense of. `signal` ends a call that takes too long.
 */
export interface PaymentProvider {
  readonly name: string;
  /** Sets money aside. A card that says no is an outcome. */
  authorize(request: AuthorizeRequest, signal?: AbortSignal): Promise<AuthorizeOutcome>;
  /**
   * The last word on the authorization that was asked for under a key. When the provider has never heard of the key, it is spent: an
   * `authorize` under it that arrives later sets nothing aside. (Merely looking it up could not tell "not yet" from "never"; a provider without
   * such a call spends the key by using it for something harmless.)
   */
  settle(request: Keyed & { readonly orderId: string }, signal?: AbortSignal): Promise<SettleOutcome>;
  /** Takes authorized money. An authorization is captured once, under whatever key. */
  capture(request: OnAuthorizationRequest, signal?: AbortSignal): Promise<CaptureOutcome>;
  /** Lets authorized money go. Of a capture and a void of one authorization exactly one happens. */
  void(request: OnAuthorizationRequest, signal?: AbortSignal): Promise<VoidOutcome>;
  /** Gives captured money back, never more than is left of it. */
  refund(request: OnAuthorizationRequest, signal?: AbortSignal): Promise<RefundOutcome>;
  /** What the provider has on its books for an order, oldest first: the truth to compare ours with. */
  transactions(request: { readonly orderId: string }, signal?: AbortSignal): Promise<readonly ProviderTransaction[]>;
}
