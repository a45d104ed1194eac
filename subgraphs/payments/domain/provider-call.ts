import type { Money } from "@mercato/contracts/values/money";

/**
 * A call to the provider, as data: what is recorded before the call is made. Whoever finds one pending can make it again, under the same key, and
 * learns what it came to. Only `authorize` needs something that is not recorded: the payment token, which comes with every delivery of its command.
 */
export type ProviderCall =
  | { readonly kind: "authorize"; readonly operationId: string; readonly key: string; readonly amount: Money }
  /** Asks for the last word on the authorization that was asked for under `key`. */
  | { readonly kind: "settle"; readonly operationId: string; readonly key: string }
  | (OnAuthorization & { readonly kind: "capture" })
  | (OnAuthorization & { readonly kind: "void" })
  /** `refundId` is null when the refund is a part of cancelling. */
  | (OnAuthorization & { readonly kind: "refund"; readonly refundId: string | null });

interface OnAuthorization {
  readonly operationId: string;
  readonly key: string;
  readonly authorizationId: string;
  readonly amount: Money;
}

export type CallOf<Kind extends ProviderCall["kind"]> = Extract<ProviderCall, { readonly kind: Kind }>;

/** Why the provider said no: a decision, which asking again does not change. `code` is stable. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

export type AuthorizeOutcome =
  | { readonly kind: "authorized"; readonly authorizationId: string }
  | ({ readonly kind: "declined" } & Refusal);

/** `never`: nothing was authorized under the key, and nothing will be, however late a call under it arrives. */
export type SettleOutcome = AuthorizeOutcome | { readonly kind: "never" };

export type CaptureOutcome = { readonly kind: "captured"; readonly amount: Money } | ({ readonly kind: "refused" } & Refusal);

/** `voided`: nothing is held any more. `already-captured`: too late to void, it has to be refunded. */
export type VoidOutcome = { readonly kind: "voided" } | { readonly kind: "already-captured"; readonly amount: Money };

export type RefundOutcome = { readonly kind: "refunded" } | ({ readonly kind: "refused" } & Refusal);

/** What each kind of call can come to. */
export interface ProviderOutcomes {
  readonly authorize: AuthorizeOutcome;
  readonly settle: SettleOutcome;
  readonly capture: CaptureOutcome;
  readonly void: VoidOutcome;
  readonly refund: RefundOutcome;
}

/** A call and what it came to. */
export type SettledCall = {
  readonly [Kind in keyof ProviderOutcomes]: {
    readonly kind: Kind;
    readonly call: CallOf<Kind>;
    readonly outcome: ProviderOutcomes[Kind];
  };
}[keyof ProviderOutcomes];

/** Whether two are the same call. Keys are unique to a call, so that making it again is making it once. */
export function isSameCall(a: ProviderCall, b: ProviderCall): boolean {
  return a.kind === b.kind && a.key === b.key && a.operationId === b.operationId;
}
