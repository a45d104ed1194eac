import { message } from "@mercato/chassis/bus";
import { defineSaga, type SagaDefinition, type SagaStep, type StepPatience } from "@mercato/chassis/saga";
import { commitStock, releaseStock, reserveStock, restock } from "@mercato/contracts/events/inventory";
import { authorizePayment, cancelPayment, capturePayment, refundPayment } from "@mercato/contracts/events/payments";
import type { CancelOrderData, PlaceOrderData, ReturnOrderData } from "./data.ts";

export interface SagaSettings {
  /** Patience with one asking of a participant on the way to a confirmed order. */
  readonly stepTimeoutMs: number;
  /** How often a participant is asked before the order is called off. */
  readonly stepAttempts: number;
  /** How long stock stays reserved for an order that is not through. Longer than the patience of the whole saga. */
  readonly reservationTtlMs: number;
}

export interface Sagas {
  readonly placeOrder: SagaDefinition<PlaceOrderData>;
  readonly cancelOrder: SagaDefinition<CancelOrderData>;
  readonly returnOrder: SagaDefinition<ReturnOrderData>;
  /** Of earlier releases: what began under it ends under it. */
  readonly cancelOrder1: SagaDefinition<CancelOrderData>;
  /** Every version of which instances may still run. */
  readonly all: readonly SagaDefinition<never>[];
}

type OrderOperation = (data: { readonly orderId: string }, operationId: string) => ReturnType<typeof message>;

const undoStock: OrderOperation = ({ orderId }, operationId) => message(releaseStock, { operationId, orderId });
const undoPayment: OrderOperation = ({ orderId }, operationId) => message(cancelPayment, { operationId, orderId });

/**
 * Stock first, since it is what may be missing; then the payer's word; then the goods become ours to send; then the money is taken. So money is
 * only ever taken for goods that are certainly there. An order without goods skips the stock, one that costs nothing skips the payment.
 */
function placeOrder(patience: StepPatience, reservationTtlMs: number): SagaDefinition<PlaceOrderData> {
  return defineSaga<PlaceOrderData>("place-order", 1)
    .step("reserve-stock", {
      kind: "compensatable",
      patience,
      invoke: ({ orderId, lines }, operationId, now) => {
        const expiresAt = new Date(now.getTime() + reservationTtlMs).toISOString();
        return lines.length === 0 ? null : message(reserveStock, { operationId, orderId, lines: [...lines], expiresAt });
      },
      compensate: undoStock,
    })
    .step("authorize-payment", {
      kind: "compensatable",
      patience,
      invoke: ({ orderId, payerId, amount, paymentToken }, operationId) =>
        amount.amountMinor === 0 ? null : message(authorizePayment, { operationId, orderId, payerId, amount, paymentToken }),
      compensate: undoPayment,
    })
    .step("commit-stock", {
      kind: "compensatable",
      patience,
      invoke: ({ orderId, lines }, operationId) => (lines.length === 0 ? null : message(commitStock, { operationId, orderId })),
      compensate: undoStock,
    })
    .step("capture-payment", {
      kind: "pivot",
      patience,
      invoke: ({ orderId, amount }, operationId) => (amount.amountMinor === 0 ? null : message(capturePayment, { operationId, orderId })),
      compensate: undoPayment,
    });
}

const UNTIL_IT_WORKS: StepPatience = { timeoutMs: 10_000, maxTimeoutMs: 60_000, attempts: 12 };

const refund: Omit<SagaStep<CancelOrderData>, "name"> = {
  kind: "retriable",
  patience: UNTIL_IT_WORKS,
  invoke: (data, operationId) => (data.hasPayment ? undoPayment(data, operationId) : null),
};
const putBack: Omit<SagaStep<CancelOrderData>, "name"> = {
  kind: "retriable",
  patience: UNTIL_IT_WORKS,
  invoke: (data, operationId) => (data.hasStock ? undoStock(data, operationId) : null),
};

/** Gives the money back, then the goods to the shelf. What began under it ends under it; nothing begins under it any more. */
const cancelOrder1 = defineSaga<CancelOrderData>("cancel-order", 1).step("refund-payment", refund).step("return-stock", putBack);

/** Gives the money back and the goods to the shelf, which do not need each other. Neither may fail in the end. */
const cancelOrder = defineSaga<CancelOrderData>("cancel-order", 2)
  .step("refund-payment", { ...refund, group: "give-back" })
  .step("return-stock", { ...putBack, group: "give-back" });

/** Refunds what came back; a provider that refuses ends it, with nothing changed. Then the goods go to the shelf. */
const returnOrder = defineSaga<ReturnOrderData>("return-order", 1)
  .step("refund-payment", {
    kind: "pivot",
    patience: UNTIL_IT_WORKS,
    invoke: ({ orderId, returnId, refund, reason }, operationId) =>
      refund.amountMinor === 0
        ? null
        : message(refundPayment, { operationId, orderId, refundId: returnId, amount: refund, ...(reason === null ? {} : { reason }) }),
  })
  .step("restock", {
    kind: "retriable",
    patience: UNTIL_IT_WORKS,
    invoke: ({ orderId, returnId, lines }, operationId) =>
      lines.length === 0 ? null : message(restock, { operationId, orderId, returnId, lines: [...lines] }),
  });

/** The sagas that this version of orders begins. */
export function createSagas(settings: SagaSettings): Sagas {
  const patience = { timeoutMs: settings.stepTimeoutMs, attempts: settings.stepAttempts };
  const place = placeOrder(patience, settings.reservationTtlMs);
  return { placeOrder: place, cancelOrder, cancelOrder1, returnOrder, all: [place, cancelOrder1, cancelOrder, returnOrder] };
}
