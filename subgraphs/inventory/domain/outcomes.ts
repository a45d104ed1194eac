import type { Allocation, Answer, Work } from "./allocation.ts";
import { begin, conclude, type Decision, type Moment, NOTHING } from "./decision.ts";
import type { Shortage } from "./stock.ts";

/** Whether this work is still what the allocation is at. It is not when another has finished it, or called it off. */
export function isAt(allocation: Allocation | null, work: Work): boolean {
  const current = allocation?.work ?? null;
  if (current === null || current.purpose !== work.purpose) return false;
  return current.purpose !== "restock" || (work.purpose === "restock" && current.returnId === work.returnId);
}

/** All that the work asked for is in the stock. */
export function decideFinished(allocation: Allocation | null, work: Work): Decision {
  return isAt(allocation, work) ? finished(work) : NOTHING;
}

function finished(work: Work): Decision {
  switch (work.purpose) {
    case "reserve":
      return conclude([{ type: "reserved" }], [{ kind: "reserved", operationId: work.operationId }]);
    case "reject": {
      const { operationId, shortages } = work;
      return conclude([{ type: "rejected", shortages }], [{ kind: "rejected", operationId, code: "OUT_OF_STOCK", shortages }]);
    }
    case "cancel": {
      const rejected: Answer = { kind: "rejected", operationId: work.refused, code: "RELEASED", shortages: [] };
      return conclude([{ type: "released", cause: "order" }], [rejected, { kind: "released", operationId: work.operationId }]);
    }
    case "commit":
      return conclude([{ type: "committed" }], [{ kind: "committed", operationId: work.operationId }]);
    case "release": {
      const { operationId, cause } = work;
      return conclude([{ type: "released", cause }], operationId === null ? [] : [{ kind: "released", operationId }]);
    }
    case "put-back":
      return conclude([{ type: "released", cause: "order" }], [{ kind: "released", operationId: work.operationId }]);
    case "restock": {
      const { operationId, returnId } = work;
      return conclude([{ type: "restocked", returnId }], [{ kind: "restocked", operationId, returnId }]);
    }
  }
}

/** Not all that a reserving asked for could be had: what was is given back. */
export function decideShort(allocation: Allocation | null, work: Work, at: Moment & { readonly shortages: readonly Shortage[] }): Decision {
  if (work.purpose !== "reserve" || !isAt(allocation, work)) return NOTHING;
  const { operationId } = work;
  return begin([{ type: "shortage-met", operationId, shortages: at.shortages, since: at.now, settleAt: at.settleAt }]);
}
