import { message, type OutgoingMessage } from "@mercato/chassis/bus";
import {
  stockCommitRefused,
  stockCommitted,
  stockRejected,
  stockReleased,
  stockReserved,
  stockRestocked,
} from "@mercato/contracts/events/inventory";
import type { Answer } from "../domain/allocation.ts";

/** The message that tells an order of an answer. */
export function toMessage(orderId: string, answer: Answer): OutgoingMessage {
  const { operationId } = answer;
  switch (answer.kind) {
    case "reserved":
      return message(stockReserved, { operationId, orderId });
    case "rejected":
      return message(stockRejected, { operationId, orderId, code: answer.code, shortages: [...answer.shortages] });
    case "committed":
      return message(stockCommitted, { operationId, orderId });
    case "commit-refused":
      return message(stockCommitRefused, { operationId, orderId, code: answer.code });
    case "released":
      return message(stockReleased, { operationId, orderId });
    case "restocked":
      return message(stockRestocked, { operationId, orderId, returnId: answer.returnId });
  }
}
