import { type OrderReturn, type OrderState, type ReturnedAdjustment, type ReturnedLine, refundOf } from "./order.ts";

export interface ReturnRequest {
  readonly key: string;
  readonly fingerprint: string;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
  readonly adjustments: readonly { readonly adjustmentId: string; readonly amountMinor: number }[];
  readonly reason: string | null;
  readonly returnedAt: Date;
}

export type ReturnDecision =
  | { readonly kind: "accepted"; readonly orderReturn: OrderReturn }
  | { readonly kind: "repeated"; readonly orderReturn: OrderReturn }
  | { readonly kind: "key-reused" }
  | { readonly kind: "not-confirmed" }
  | { readonly kind: "exceeds-order"; readonly what: string };

type Part<T> = { readonly ok: true; readonly parts: readonly T[] } | { readonly ok: false; readonly what: string };

function returnedLines(state: OrderState, request: ReturnRequest): Part<ReturnedLine> {
  const parts: ReturnedLine[] = [];
  for (const { lineId, quantity } of request.lines) {
    const line = state.lines.find(({ id }) => id === lineId);
    if (line === undefined || parts.some((part) => part.lineId === lineId)) return { ok: false, what: `line ${lineId}` };
    if (quantity > line.quantity - line.returnedQuantity) return { ok: false, what: `line ${lineId}` };
    parts.push({ lineId, quantity, refundMinor: refundOf(line, quantity, state.currency) });
  }
  return { ok: true, parts };
}

function returnedAdjustments(state: OrderState, request: ReturnRequest): Part<ReturnedAdjustment> {
  const parts: ReturnedAdjustment[] = [];
  for (const { adjustmentId, amountMinor } of request.adjustments) {
    const fee = state.adjustments.find(({ id }) => id === adjustmentId);
    const known = fee !== undefined && !parts.some((part) => part.adjustmentId === adjustmentId);
    if (!known || amountMinor > fee.amountMinor - fee.refundedMinor) return { ok: false, what: `adjustment ${adjustmentId}` };
    parts.push({ adjustmentId, refundMinor: amountMinor });
  }
  return { ok: true, parts };
}

function sum(parts: readonly { readonly refundMinor: number }[]): number {
  return parts.reduce((total, { refundMinor }) => total + refundMinor, 0);
}

/**
 * Decides on taking units back: from a confirmed order, never more than was bought and not yet returned. The refund is what the units cost, and
 * at most what is left of the order's total (a discounted order was not paid in full).
 */
export function decideReturn(state: OrderState, request: ReturnRequest, returnId: string): ReturnDecision {
  const earlier = state.returns.find(({ key }) => key === request.key);
  if (earlier !== undefined)
    return earlier.fingerprint === request.fingerprint ? { kind: "repeated", orderReturn: earlier } : { kind: "key-reused" };
  if (state.status !== "confirmed" || state.attention !== null) return { kind: "not-confirmed" };
  const lines = returnedLines(state, request);
  if (!lines.ok) return { kind: "exceeds-order", what: lines.what };
  const adjustments = returnedAdjustments(state, request);
  if (!adjustments.ok) return { kind: "exceeds-order", what: adjustments.what };
  const refundMinor = Math.min(sum(lines.parts) + sum(adjustments.parts), state.totalMinor - state.refundedMinor);
  return {
    kind: "accepted",
    orderReturn: {
      id: returnId,
      key: request.key,
      fingerprint: request.fingerprint,
      status: "pending",
      lines: lines.parts,
      adjustments: adjustments.parts,
      refundMinor,
      reason: request.reason,
      returnedAt: request.returnedAt,
    },
  };
}
