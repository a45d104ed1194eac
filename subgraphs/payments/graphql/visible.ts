import { hasScope, type Principal } from "@mercato/chassis/auth";
import type { PaymentRecord } from "./context.ts";

/** Staff who may read payments. */
export const READ_PAYMENTS = "payments:read";

/** A payment is its payer's, and staff's. */
export function maySee(payment: PaymentRecord, principal: Principal): boolean {
  const isPayer = principal.id !== null && principal.id === payment.terms.payerId;
  return isPayer || hasScope(principal, READ_PAYMENTS);
}
