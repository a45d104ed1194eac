import { message, type OutgoingMessage } from "@mercato/chassis/bus";
import {
  captureFailed,
  paymentAuthorized,
  paymentCancelled,
  paymentCaptured,
  paymentDeclined,
  paymentRefunded,
  refundFailed,
} from "@mercato/contracts/events/payments";
import type { OperationAnswer } from "../domain/decide.ts";
import { paymentIdOf } from "../domain/payment.ts";

/** The message that an operation's answer is published as. */
export function toMessage(orderId: string, { operationId, answer }: OperationAnswer): OutgoingMessage {
  const about = { operationId, orderId };
  const paymentId = paymentIdOf(orderId);
  switch (answer.type) {
    case "authorized":
      return message(paymentAuthorized, { ...about, paymentId, amount: answer.amount });
    case "declined":
      return message(paymentDeclined, { ...about, code: answer.code, message: answer.message });
    case "captured":
      return message(paymentCaptured, { ...about, paymentId, amount: answer.amount });
    case "capture-failed":
      return message(captureFailed, { ...about, code: answer.code, message: answer.message });
    case "cancelled":
      return message(paymentCancelled, { ...about, refunded: answer.refunded });
    case "refunded":
      return message(paymentRefunded, { ...about, refundId: answer.refundId, amount: answer.amount });
    case "refund-failed":
      return message(refundFailed, { ...about, code: answer.code, message: answer.message });
  }
}
