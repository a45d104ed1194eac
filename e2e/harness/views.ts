/** What the scenarios look at, and the selections that bring it. */

export interface MinorAmount {
  readonly amountMinor: number;
}

export interface StepView {
  readonly name: string;
  readonly status: string;
  readonly attempts: number;
  readonly compensationAttempts: number;
  readonly errorCode: string | null;
}

export interface OrderView {
  readonly id: string;
  readonly status: string;
  readonly cancelReason: string | null;
  readonly total: MinorAmount;
  readonly refunded: MinorAmount;
  readonly lines: readonly { readonly id: string; readonly quantity: number; readonly returnedQuantity: number }[];
  readonly returns: readonly { readonly id: string; readonly status: string; readonly refund: MinorAmount }[];
  readonly history: readonly { readonly type: string; readonly reason: string | null }[];
  readonly saga: {
    readonly name: string;
    readonly status: string;
    readonly failure: { readonly step: string; readonly code: string } | null;
    readonly steps: readonly StepView[];
  };
}

export interface PaymentView {
  readonly id: string;
  readonly status: string;
  readonly captured: MinorAmount;
  readonly refunded: MinorAmount;
  readonly failureCode: string | null;
}

export const PAYMENT_FIELDS = "id status captured { amountMinor } refunded { amountMinor } failureCode";

export const ORDER_FIELDS = `id status cancelReason total { amountMinor } refunded { amountMinor } lines { id quantity returnedQuantity }
  returns { id status refund { amountMinor } } history { type reason }
  saga { name status failure { step code } steps { name status attempts compensationAttempts errorCode } }`;

/** A refusal in a result union. */
export interface Refused {
  readonly __typename: string;
  readonly code: string;
  readonly message: string;
}

export const REFUSAL_FIELDS = "... on Refusal { code message }";

/** The wanted member of a result union. @throws Error with the refusal's code */
export function accepted<Wanted extends { readonly __typename: string }>(result: Wanted | Refused, typename: Wanted["__typename"]): Wanted {
  if (result.__typename === typename) return result as Wanted; // Told apart by its name.
  throw new Error(`refused: ${JSON.stringify(result)}`);
}
