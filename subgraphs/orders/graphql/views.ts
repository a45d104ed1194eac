import type { SagaInstance, SagaStepState } from "@mercato/chassis/saga";
import { formatPrice, type Price } from "@mercato/contracts/values/money";
import { type Cart, type CartLine, cartLineTotalMinor, type Offer } from "../domain/cart.ts";
import { money, type OrderReturn, type OrderState, type PlacedAdjustment, type PlacedLine, unitPrice } from "../domain/order.ts";
import type { OrderAggregate } from "../store/orders.ts";
import type { OrderStatus, ReturnStatus, SagaStatus, SagaStepStatus } from "./resolvers.gen.ts";
import { intervention } from "./staff-views.ts";

/** How the domain's values look in the schema. */

const ORDER_STATUS: Readonly<Record<OrderState["status"], OrderStatus>> = {
  pending: "PENDING",
  confirmed: "CONFIRMED",
  cancelling: "CANCELLING",
  cancelled: "CANCELLED",
  returned: "RETURNED",
};

const RETURN_STATUS: Readonly<Record<OrderReturn["status"], ReturnStatus>> = {
  pending: "PENDING",
  completed: "COMPLETED",
  failed: "FAILED",
};

const SAGA_STATUS: Readonly<Record<SagaInstance["status"], SagaStatus>> = {
  running: "RUNNING",
  compensating: "COMPENSATING",
  completed: "COMPLETED",
  compensated: "COMPENSATED",
  "needs-attention": "NEEDS_ATTENTION",
};

const STEP_STATUS: Readonly<Record<SagaStepState["status"], SagaStepStatus>> = {
  pending: "PENDING",
  running: "RUNNING",
  succeeded: "SUCCEEDED",
  failed: "FAILED",
  skipped: "SKIPPED",
  compensating: "COMPENSATING",
  compensated: "COMPENSATED",
  "needs-attention": "NEEDS_ATTENTION",
};

export function statusOf({ state }: OrderAggregate): OrderStatus {
  return state.attention === null ? ORDER_STATUS[state.status] : "NEEDS_ATTENTION";
}

export function price(value: Price) {
  return { amount: formatPrice(value), currency: value.currency };
}

export function offer({ price: offered, available, purchasable }: Offer) {
  return { price: price(offered), available, purchasable };
}

export function cartLine(line: CartLine, cart: Cart) {
  return {
    id: line.id,
    variant: { sku: line.sku },
    title: line.title,
    quantity: line.quantity,
    unitPrice: price({ amountMicros: line.unitPriceMicros, currency: cart.currency }),
    total: { amountMinor: cartLineTotalMinor(line, cart.currency), currency: cart.currency },
  };
}

export function orderLine(line: PlacedLine, state: OrderState) {
  return {
    id: line.id,
    variant: { sku: line.sku },
    title: line.title,
    quantity: line.quantity,
    unitPrice: price(unitPrice(line, state)),
    total: money(line.totalMinor, state),
    returnedQuantity: line.returnedQuantity,
  };
}

export function adjustment(value: Omit<PlacedAdjustment, "refundedMinor"> & { readonly refundedMinor?: number }, currency: string) {
  const { id, kind, code, description, amountMinor, refundedMinor = 0 } = value;
  return { id, kind, code, description, amount: { amountMinor, currency }, refunded: { amountMinor: refundedMinor, currency } };
}

export function orderReturn(value: OrderReturn, state: OrderState) {
  const needsAttention = value.status === "pending" && state.attention?.saga === "return-order";
  return {
    id: value.id,
    status: needsAttention ? ("NEEDS_ATTENTION" as const) : RETURN_STATUS[value.status],
    lines: value.lines.map(({ lineId, quantity, refundMinor }) => ({ lineId, quantity, refund: money(refundMinor, state) })),
    adjustments: value.adjustments.map(({ adjustmentId, refundMinor }) => ({ adjustmentId, refund: money(refundMinor, state) })),
    refund: money(value.refundMinor, state),
    reason: value.reason,
    returnedAt: value.returnedAt,
  };
}

function millisecondsBetween(from: Date | null, to: Date | null): number | null {
  return from === null || to === null ? null : to.getTime() - from.getTime();
}

function sagaStep(step: SagaStepState) {
  const { name, attempts, compensationAttempts, startedAt, endedAt, errorCode } = step;
  return {
    name,
    attempts,
    compensationAttempts,
    startedAt,
    endedAt,
    errorCode,
    status: STEP_STATUS[step.status],
    durationMs: millisecondsBetween(startedAt, endedAt),
  };
}

/** `isStaff` see who did what about it. */
export function saga(instance: SagaInstance, isStaff: boolean) {
  const { id, name, version, startedAt, endedAt, failure, traceId } = instance;
  return {
    id,
    name,
    version,
    startedAt,
    endedAt,
    failure,
    traceId,
    status: SAGA_STATUS[instance.status],
    steps: instance.steps.map(sagaStep),
    interventions: isStaff ? (instance.interventions ?? []).map(intervention) : null,
    durationMs: millisecondsBetween(startedAt, endedAt),
  };
}

function reasonOf(event: OrderAggregate["history"][number]["event"]): string | null {
  switch (event.type) {
    case "cancelled":
      return event.reason;
    case "cancellation-requested":
      return event.note ?? event.reason;
    case "return-failed":
      return event.code;
    case "return-requested":
      return event.orderReturn.reason;
    case "saga-intervened":
      return event.intervention.reason;
    case "attention-needed":
      return `${event.attention.saga} ${event.attention.step}: ${event.attention.code}`;
    default:
      return null;
  }
}

/** Why and by whom staff did something is for staff only. */
export function history({ history: recorded }: OrderAggregate, isStaff: boolean) {
  return recorded.map(({ at, event }) => {
    if (event.type !== "saga-intervened") return { type: event.type, at, reason: reasonOf(event), by: null };
    return { type: event.type, at, reason: isStaff ? reasonOf(event) : null, by: isStaff ? event.intervention.by : null };
  });
}
