import type { Allocation, Work } from "./allocation.ts";
import {
  type Line,
  MAIN_LOCATION,
  type Movement,
  type MovementReason,
  movementIdOf,
  type Plan,
  type StockChange,
  stockIdOf,
  type Verdict,
} from "./stock.ts";

/** Names an order's operation in stock documents. Ids are encoded, so that none can pass for another. */
function opIdOf(orderId: string, work: Work): string {
  const order = `order:${encodeURIComponent(orderId)}`;
  switch (work.purpose) {
    case "reserve":
    case "reject":
    case "cancel":
      return reserveOpIdOf(orderId);
    case "restock":
      return `${order}:restock:${encodeURIComponent(work.returnId)}`;
    default:
      return `${order}:${work.purpose}`;
  }
}

function reserveOpIdOf(orderId: string): string {
  return `order:${encodeURIComponent(orderId)}:reserve`;
}

function linesOf(allocation: Allocation, work: Work): readonly Line[] {
  return work.purpose === "put-back" || work.purpose === "restock" ? work.lines : allocation.lines;
}

/** What one unit of a line does to the stock. */
const EFFECTS = {
  reserve: { kind: "hold", onHand: 0, reserved: 1, reason: null },
  reject: { kind: "undo", onHand: 0, reserved: 1, reason: null },
  cancel: { kind: "undo", onHand: 0, reserved: 1, reason: null },
  commit: { kind: "final", onHand: -1, reserved: -1, reason: "SALE" },
  release: { kind: "final", onHand: 0, reserved: -1, reason: null },
  "put-back": { kind: "final", onHand: 1, reserved: 0, reason: "RETURN" },
  restock: { kind: "final", onHand: 1, reserved: 0, reason: "RETURN" },
} as const satisfies Record<Work["purpose"], { kind: Plan["kind"]; onHand: number; reserved: number; reason: MovementReason | null }>;

/** What is left to be done to the stock for an allocation; null when nothing is. */
export function planOf(allocation: Allocation): Plan | null {
  const { work, orderId } = allocation;
  if (work === null) return null;
  const { kind, onHand, reserved, reason } = EFFECTS[work.purpose];
  const opId = opIdOf(orderId, work);
  const changes: StockChange[] = linesOf(allocation, work).map(({ sku, quantity }) => ({
    stockId: stockIdOf(MAIN_LOCATION, sku),
    sku,
    onHand: onHand * quantity,
    reserved: reserved * quantity,
  }));
  const movements: Movement[] = changes.flatMap((change) =>
    reason === null
      ? []
      : [
          {
            id: movementIdOf(opId, change.stockId),
            stockId: change.stockId,
            sku: change.sku,
            location: MAIN_LOCATION,
            quantity: change.onHand,
            reason,
            orderId,
            note: null,
            recordedAt: work.since,
          },
        ],
  );
  return { kind, opId, changes, movements };
}

/** What of an allocation a verdict needs. */
export type AllocationStanding = Pick<Allocation, "orderId" | "work" | "held">;

/** What an allocation says of an operation of its own that is found in a stock document. */
export function verdictOf({ orderId, work, held }: AllocationStanding, opId: string): Verdict {
  const current = work !== null && opIdOf(orderId, work) === opId;
  if (current && EFFECTS[work.purpose].kind !== "undo") return "pending";
  if (opId === reserveOpIdOf(orderId)) return held ? "applied" : "undone";
  // Work is decided before it touches the stock, so what is found and is not under way is over.
  return "applied";
}
