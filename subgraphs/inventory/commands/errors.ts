import { MercatoError } from "@mercato/chassis/errors";

/** An order that has a reservation asks for one with other lines. No number of deliveries changes that. */
export class ConflictingReservationError extends MercatoError {
  override readonly name = "ConflictingReservationError";
  readonly code = "CONFLICTING_RESERVATION";
  readonly retryable = false;
  readonly orderId: string;
  constructor(orderId: string) {
    super(`order ${orderId} has a reservation with other lines`);
    this.orderId = orderId;
  }
}
