import { MercatoError } from "@mercato/chassis/errors";

/** Another operation of the same payment is under way, which only its own command can carry on. It passes: ask again. */
export class PaymentBusyError extends MercatoError {
  override readonly name = "PaymentBusyError";
  readonly code = "PAYMENT_BUSY";
  readonly retryable = true;
  readonly orderId: string;
  constructor(orderId: string, options?: ErrorOptions) {
    super(`the payment of ${orderId} is busy with another operation`, options);
    this.orderId = orderId;
  }
}

/** A call needs the payment token and the command that has it made brought none. Only a defect can do this. */
export class MissingTokenError extends MercatoError {
  override readonly name = "MissingTokenError";
  readonly code = "MISSING_PAYMENT_TOKEN";
  readonly retryable = false;
  constructor(orderId: string) {
    super(`the payment of ${orderId} was to be authorized without a payment token`);
  }
}
