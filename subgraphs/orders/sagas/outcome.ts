import type { Change } from "@mercato/chassis/aggregate";
import { message, type OutgoingMessage } from "@mercato/chassis/bus";
import type { SagaInstance, SagaTransition } from "@mercato/chassis/saga";
import { orderCancelled, orderConfirmed, orderLinesReturned, orderNeedsAttention } from "@mercato/contracts/events/orders";
import { type Attention, money, type OrderEvent, type OrderState } from "../domain/order.ts";
import type { ReturnOrderData } from "./data.ts";

interface Consequence {
  readonly events: readonly OrderEvent[];
  readonly messages: readonly OutgoingMessage[];
}

const NOTHING: Consequence = { events: [], messages: [] };

const PAYMENT_STEPS = new Set(["authorize-payment", "capture-payment"]);

/** The stable reason for which an order was called off, from what went wrong in its saga. */
export function cancelReasonOf(instance: SagaInstance): string {
  const { step, code } = instance.failure ?? { step: "", code: "UNKNOWN" };
  if (code === "REQUESTED" || code === "OUT_OF_STOCK") return code;
  if (PAYMENT_STEPS.has(step)) return code === "TIMEOUT" ? "PAYMENT_UNAVAILABLE" : "PAYMENT_DECLINED";
  return "STOCK_UNAVAILABLE";
}

function confirmed(state: OrderState): Consequence {
  const { orderId, buyerId } = state;
  return {
    events: [{ type: "confirmed" }],
    messages: [message(orderConfirmed, { orderId, buyerId, total: money(state.totalMinor, state) })],
  };
}

/** `refundedMinor` is null when nothing had been taken. */
function cancelled(state: OrderState, reason: string, refundedMinor: number | null): Consequence {
  const { orderId, buyerId } = state;
  const refunded = refundedMinor === null ? null : money(refundedMinor, state);
  return {
    events: [{ type: "cancelled", reason, refundedMinor: refundedMinor ?? 0 }],
    messages: [message(orderCancelled, { orderId, buyerId, reason, refunded })],
  };
}

function returned(state: OrderState, returnId: string): Consequence {
  const orderReturn = state.returns.find(({ id }) => id === returnId);
  if (orderReturn === undefined) return NOTHING;
  const skus = new Map(state.lines.map(({ id, sku }) => [id, sku]));
  const { orderId, buyerId } = state;
  return {
    events: [{ type: "return-completed", returnId }],
    messages: [
      message(orderLinesReturned, {
        orderId,
        buyerId,
        returnId,
        returnedAt: orderReturn.returnedAt.toISOString(),
        refund: money(orderReturn.refundMinor, state),
        lines: orderReturn.lines.map(({ lineId, quantity, refundMinor }) => ({
          lineId,
          quantity,
          sku: skus.get(lineId) ?? "",
          refund: money(refundMinor, state),
        })),
        adjustments: orderReturn.adjustments.map(({ adjustmentId, refundMinor }) => ({ adjustmentId, refund: money(refundMinor, state) })),
      }),
    ],
  };
}

function needsAttention(state: OrderState, instance: SagaInstance): Consequence {
  const failure = instance.failure ?? { step: "", code: "UNKNOWN", message: "" };
  const known = state.attention;
  // Other steps of its group move on while one waits for somebody, who has been told.
  if (known !== null && known.saga === instance.name && known.step === failure.step && known.code === failure.code) return NOTHING;
  const attention: Attention = { saga: instance.name, ...failure };
  const { orderId, buyerId } = state;
  return {
    events: [{ type: "attention-needed", attention }],
    messages: [message(orderNeedsAttention, { orderId, buyerId, ...attention })],
  };
}

function returnIdOf(instance: SagaInstance): string {
  // A return-order saga is started with this data and no other.
  return (instance.data as ReturnOrderData).returnId;
}

function ended(state: OrderState, instance: SagaInstance): Consequence {
  const success = instance.status === "completed";
  switch (instance.name) {
    case "place-order":
      return success ? confirmed(state) : cancelled(state, cancelReasonOf(instance), null);
    case "cancel-order":
      return cancelled(state, state.cancelReason ?? "REQUESTED", state.totalMinor - state.refundedMinor);
    case "return-order":
      return success
        ? returned(state, returnIdOf(instance))
        : { events: [{ type: "return-failed", returnId: returnIdOf(instance), code: instance.failure?.code ?? "UNKNOWN" }], messages: [] };
    default:
      return NOTHING;
  }
}

function consequenceOf(state: OrderState, instance: SagaInstance): Consequence {
  switch (instance.status) {
    case "completed":
    case "compensated":
      return ended(state, instance);
    case "needs-attention":
      return needsAttention(state, instance);
    default:
      return NOTHING;
  }
}

/** What a saga's move means for its order: everything that is to be written in one step. */
export function changeOf(state: OrderState, transition: SagaTransition): Change<OrderEvent, null> {
  if (!transition.changed) return { events: [], result: null };
  const { events, messages } = consequenceOf(state, transition.instance);
  return { events, messages: [...transition.messages, ...messages], saga: transition.instance, result: null };
}
