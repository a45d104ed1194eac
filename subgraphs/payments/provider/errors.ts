import { MercatoError } from "@mercato/chassis/errors";

/** The provider did not answer in time: whether it did what it was asked is not known. The same call again, under the same key, finds out. */
export class ProviderTimeoutError extends MercatoError {
  override readonly name = "ProviderTimeoutError";
  readonly code = "PROVIDER_TIMEOUT";
  readonly retryable = true;
  readonly operation: string;
  constructor(operation: string, options?: ErrorOptions) {
    super(`the payment provider did not answer ${operation} in time`, options);
    this.operation = operation;
  }
}

/** The provider cannot be reached, or says that it cannot work now: nothing was done. */
export class ProviderUnavailableError extends MercatoError {
  override readonly name = "ProviderUnavailableError";
  readonly code = "PROVIDER_UNAVAILABLE";
  readonly retryable = true;
  readonly operation: string;
  constructor(operation: string, options?: ErrorOptions) {
    super(`the payment provider is not available for ${operation}`, options);
    this.operation = operation;
  }
}

/** A call that makes no sense to the provider: an id that it does not know, or a key used again for something else. Always a defect of ours. */
export class ProviderRequestError extends MercatoError {
  override readonly name = "ProviderRequestError";
  readonly code = "PROVIDER_REQUEST";
  readonly retryable = false;
  readonly operation: string;
  constructor(operation: string, reason: string, options?: ErrorOptions) {
    super(`the payment provider refused to consider ${operation}: ${reason}`, options);
    this.operation = operation;
  }
}
