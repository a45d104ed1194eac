import type { Allocation } from "./allocation.ts";
import { begin, conclude, type Decision, type Moment, NOTHING, opening, standing } from "./decision.ts";
import { type Line, mergeLines, sameLines, shortagesOf } from "./stock.ts";

export interface Operation {
  readonly operationId: string;
  readonly orderId: string;
}

export interface Reserve extends Operation {
  readonly lines: readonly Line[];
  readonly expiresAt: Date;
}

export interface Restock extends Operation {
  readonly returnId: string;
  readonly lines: readonly Line[];
}

/**
 * Sets units aside, all lines or none. `available` is what there was a moment ago: what is short by it is refused at once, what is not is still
 * reserved on condition only.
 */
export function decideReserve(
  allocation: Allocation | null,
  command: Reserve,
  at: Moment & { readonly available: ReadonlyMap<string, number> },
): Decision {
  const { operationId, orderId, expiresAt } = command;
  const known = standing(allocation, operationId);
  if (known !== null) return known;
  const lines = mergeLines(command.lines);
  switch (allocation?.status) {
    case "reserved":
    case "committed":
      return sameLines(lines, allocation.lines) ? conclude([], [{ kind: "reserved", operationId }]) : { ...NOTHING, next: "conflict" };
    case "rejected":
      return conclude([], [{ kind: "rejected", operationId, code: "OUT_OF_STOCK", shortages: allocation.shortages }]);
    case "released":
      return conclude([], [{ kind: "rejected", operationId, code: "RELEASED", shortages: [] }]);
    default: {
      const shortages = shortagesOf(lines, at.available);
      const decision =
        shortages.length > 0
          ? conclude([{ type: "rejected", shortages }], [{ kind: "rejected", operationId, code: "OUT_OF_STOCK", shortages }])
          : begin([{ type: "reserve-began", operationId, lines, expiresAt, since: at.now, settleAt: at.settleAt }]);
      return opening(allocation, orderId, decision);
    }
  }
}

/** Sells what is reserved. A reservation whose time is over is let go instead, also when nobody noticed before. */
export function decideCommit(allocation: Allocation | null, { operationId, orderId }: Operation, at: Moment): Decision {
  const known = standing(allocation, operationId);
  if (known !== null) return known;
  const times = { since: at.now, settleAt: at.settleAt };
  switch (allocation?.status) {
    case "reserved": {
      if (!isExpired(allocation, at.now)) return begin([{ type: "commit-began", operationId, ...times }]);
      const refused = conclude([], [{ kind: "commit-refused", operationId, code: "RESERVATION_EXPIRED" }]);
      const release = { type: "release-began", operationId: null, cause: "expiry", ...times } as const;
      return { ...refused, events: [release, ...refused.events], next: "advance" };
    }
    case "committed":
      return conclude([], [{ kind: "committed", operationId }]);
    case "released": {
      const code = allocation.releasedBy === "expiry" ? "RESERVATION_EXPIRED" : "RELEASED";
      return conclude([], [{ kind: "commit-refused", operationId, code }]);
    }
    default:
      return opening(allocation, orderId, conclude([], [{ kind: "commit-refused", operationId, code: "NOT_RESERVED" }]));
  }
}

/** Undoes whatever an order has of the stock, and keeps it from having any later. */
export function decideRelease(allocation: Allocation | null, { operationId, orderId }: Operation, at: Moment): Decision {
  const times = { since: at.now, settleAt: at.settleAt };
  const isNew = allocation?.answers.every((answer) => answer.operationId !== operationId) ?? false;
  if (allocation?.work?.purpose === "reserve" && isNew && allocation.work.operationId !== operationId)
    return begin([{ type: "cancel-began", operationId, refused: allocation.work.operationId, ...times }]);
  const known = standing(allocation, operationId);
  if (known !== null) return known;
  const answer = { kind: "released", operationId } as const;
  switch (allocation?.status) {
    case "reserved":
      return begin([{ type: "release-began", operationId, cause: "order", ...times }]);
    case "committed": {
      const lines = allocation.lines.flatMap(({ sku, quantity, restocked }) =>
        quantity > restocked ? [{ sku, quantity: quantity - restocked }] : [],
      );
      if (lines.length === 0) return conclude([{ type: "released", cause: "order" }], [answer]);
      return begin([{ type: "put-back-began", operationId, lines, ...times }]);
    }
    case "rejected":
    case "released":
      return conclude([], [answer]);
    default:
      return opening(allocation, orderId, conclude([{ type: "released", cause: "order" }], [answer]));
  }
}

/** Puts returned units back: each return once, and never more of a SKU than was sold and has not come back. */
export function decideRestock(allocation: Allocation | null, command: Restock, at: Moment): Decision {
  const { operationId, orderId, returnId } = command;
  const known = standing(allocation, operationId);
  if (known !== null) return known;
  const answer = { kind: "restocked", operationId, returnId } as const;
  if (allocation?.returns.includes(returnId)) return conclude([], [answer]);
  const lines = allocation?.status === "committed" ? returnable(allocation, command.lines) : [];
  if (lines.length === 0) return opening(allocation, orderId, conclude([{ type: "restocked", returnId }], [answer]));
  return begin([{ type: "restock-began", operationId, returnId, lines, since: at.now, settleAt: at.settleAt }]);
}

/** Lets go of a reservation whose time is over. */
export function decideExpiry(allocation: Allocation | null, at: Moment): Decision {
  if (allocation === null || allocation.work !== null || !isExpired(allocation, at.now)) return NOTHING;
  return begin([{ type: "release-began", operationId: null, cause: "expiry", since: at.now, settleAt: at.settleAt }]);
}

function isExpired({ status, expiresAt }: Allocation, now: Date): boolean {
  return status === "reserved" && expiresAt !== null && expiresAt <= now;
}

function returnable(allocation: Allocation, lines: readonly Line[]): readonly Line[] {
  const left = new Map(allocation.lines.map(({ sku, quantity, restocked }) => [sku, quantity - restocked]));
  return mergeLines(lines).flatMap(({ sku, quantity }) => {
    const units = Math.min(quantity, left.get(sku) ?? 0);
    return units > 0 ? [{ sku, quantity: units }] : [];
  });
}
