import { lineTotal, type Money, type Price } from "@mercato/contracts/values/money";

/** Where an order stands. Whether a person has to look at it is said by `attention`, apart from this. */
export type OrderStatus = "pending" | "confirmed" | "cancelling" | "cancelled" | "returned";

export type BuyerKind = "user" | "guest";

export interface PostalAddress {
  readonly recipient: string;
  readonly line1: string;
  readonly line2: string | null;
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string;
  readonly countryCode: string;
}

export interface OrderLine {
  readonly id: string;
  readonly sku: string;
  readonly title: string;
  readonly quantity: number;
  readonly unitPriceMicros: number;
  readonly totalMinor: number;
}

/** A fee (positive) or a discount (negative) on the whole order. */
export interface OrderAdjustment {
  readonly id: string;
  readonly kind: "FEE" | "DISCOUNT";
  readonly code: string;
  readonly description: string;
  readonly amountMinor: number;
}

export interface PlacedLine extends OrderLine {
  readonly returnedQuantity: number;
  readonly refundedMinor: number;
}

export interface PlacedAdjustment extends OrderAdjustment {
  readonly refundedMinor: number;
}

export interface ReturnedLine {
  readonly lineId: string;
  readonly quantity: number;
  readonly refundMinor: number;
}

export interface ReturnedAdjustment {
  readonly adjustmentId: string;
  readonly refundMinor: number;
}

export interface OrderReturn {
  readonly id: string;
  readonly key: string;
  /** Of what was asked for: the same key with another request is refused. */
  readonly fingerprint: string;
  readonly status: "pending" | "completed" | "failed";
  readonly lines: readonly ReturnedLine[];
  readonly adjustments: readonly ReturnedAdjustment[];
  readonly refundMinor: number;
  readonly reason: string | null;
  readonly returnedAt: Date;
}

export interface Attention {
  readonly saga: string;
  readonly step: string;
  readonly code: string;
  readonly message: string;
}

/** What a member of staff did about a step of a saga. */
export interface StaffIntervention {
  readonly action: "retry" | "skip" | "resolve-done" | "resolve-not-done";
  readonly step: string;
  /** Who. */
  readonly by: string;
  readonly reason: string;
}

/** What is known of an order once it is placed, and never changes. */
export interface PlacedOrder {
  readonly orderId: string;
  readonly cartId: string;
  readonly buyerId: string;
  readonly buyerKind: BuyerKind;
  readonly idempotencyKey: string;
  /** Of what was asked for: the same key with another request is refused. */
  readonly fingerprint: string;
  readonly currency: string;
  readonly reference: string | null;
  readonly orderedAt: Date;
  readonly shippingAddress: PostalAddress;
  readonly lines: readonly OrderLine[];
  readonly adjustments: readonly OrderAdjustment[];
}

export interface OrderState extends Omit<PlacedOrder, "lines" | "adjustments"> {
  readonly status: OrderStatus;
  readonly cancelReason: string | null;
  readonly lines: readonly PlacedLine[];
  readonly adjustments: readonly PlacedAdjustment[];
  readonly totalMinor: number;
  readonly refundedMinor: number;
  readonly returns: readonly OrderReturn[];
  readonly attention: Attention | null;
}

export type OrderEvent =
  | { readonly type: "placed"; readonly order: PlacedOrder }
  | { readonly type: "confirmed" }
  /** `reason` is a stable code, `note` what the caller said; orders cancelled before notes were kept have none. */
  | { readonly type: "cancellation-requested"; readonly reason: string; readonly note?: string | null }
  /** `refundedMinor`: what this cancellation gave back, of money that had been taken for a confirmed order. */
  | { readonly type: "cancelled"; readonly reason: string; readonly refundedMinor: number }
  | { readonly type: "return-requested"; readonly orderReturn: OrderReturn }
  | { readonly type: "return-completed"; readonly returnId: string }
  | { readonly type: "return-failed"; readonly returnId: string; readonly code: string }
  | { readonly type: "attention-needed"; readonly attention: Attention }
  /** A member of staff saw to a step that needed somebody. */
  | { readonly type: "saga-intervened"; readonly saga: string; readonly intervention: StaffIntervention };

/** The sum of an order's lines and adjustments, in minor units. */
export function totalOf(order: Pick<PlacedOrder, "lines" | "adjustments">): number {
  const lines = order.lines.reduce((sum, line) => sum + line.totalMinor, 0);
  return order.adjustments.reduce((sum, adjustment) => sum + adjustment.amountMinor, lines);
}

export function money(amountMinor: number, state: Pick<OrderState, "currency">): Money {
  return { amountMinor, currency: state.currency };
}

export function unitPrice(line: Pick<OrderLine, "unitPriceMicros">, state: Pick<OrderState, "currency">): Price {
  return { amountMicros: line.unitPriceMicros, currency: state.currency };
}

/** What giving back `quantity` more units of a line comes to. Cumulative, so that the parts add up to the line's total to the last minor unit. */
export function refundOf(line: PlacedLine, quantity: number, currency: string): number {
  const price = unitPrice(line, { currency });
  return lineTotal(price, line.returnedQuantity + quantity).amountMinor - lineTotal(price, line.returnedQuantity).amountMinor;
}

function place(order: PlacedOrder): OrderState {
  return {
    ...order,
    status: "pending",
    cancelReason: null,
    lines: order.lines.map((line) => ({ ...line, returnedQuantity: 0, refundedMinor: 0 })),
    adjustments: order.adjustments.map((adjustment) => ({ ...adjustment, refundedMinor: 0 })),
    totalMinor: totalOf(order),
    refundedMinor: 0,
    returns: [],
    attention: null,
  };
}

function withReturnStatus(state: OrderState, returnId: string, status: OrderReturn["status"]): OrderState {
  return { ...state, returns: state.returns.map((one) => (one.id === returnId ? { ...one, status } : one)), attention: null };
}

function completeReturn(state: OrderState, returnId: string): OrderState {
  const completed = state.returns.find(({ id }) => id === returnId);
  if (completed === undefined) return state;
  const lines = state.lines.map((line) => {
    const returned = completed.lines.find(({ lineId }) => lineId === line.id);
    if (returned === undefined) return line;
    return {
      ...line,
      returnedQuantity: line.returnedQuantity + returned.quantity,
      refundedMinor: line.refundedMinor + returned.refundMinor,
    };
  });
  const adjustments = state.adjustments.map((adjustment) => {
    const returned = completed.adjustments.find(({ adjustmentId }) => adjustmentId === adjustment.id);
    return returned === undefined ? adjustment : { ...adjustment, refundedMinor: adjustment.refundedMinor + returned.refundMinor };
  });
  const all = lines.length > 0 && lines.every((line) => line.returnedQuantity === line.quantity);
  const status =
    all && adjustments.every(({ amountMinor, refundedMinor }) => refundedMinor === Math.max(0, amountMinor)) ? "returned" : state.status;
  const next = { ...state, lines, adjustments, status, refundedMinor: state.refundedMinor + completed.refundMinor };
  return withReturnStatus(next, returnId, "completed");
}

/** What an event does to an order. Total: any event may follow any state without throwing, since history is never rewritten. */
export function evolve(state: OrderState | null, event: OrderEvent): OrderState {
  if (event.type === "placed") return place(event.order);
  if (state === null) throw new Error(`an order cannot begin with ${event.type}`);
  switch (event.type) {
    case "confirmed":
      return { ...state, status: "confirmed", attention: null };
    case "cancellation-requested":
      return { ...state, status: "cancelling", cancelReason: event.reason };
    case "cancelled":
      return {
        ...state,
        status: "cancelled",
        cancelReason: event.reason,
        refundedMinor: state.refundedMinor + event.refundedMinor,
        attention: null,
      };
    case "return-requested":
      return { ...state, returns: [...state.returns, event.orderReturn] };
    case "return-completed":
      return completeReturn(state, event.returnId);
    case "return-failed":
      return withReturnStatus(state, event.returnId, "failed");
    case "attention-needed":
      return { ...state, attention: event.attention };
    case "saga-intervened":
      return { ...state, attention: null };
  }
}
