import type { Line, Shortage } from "./stock.ts";

/** What an operation came to. It is remembered, so that asking again brings the same answer and no second effect. */
export type Answer =
  | { readonly kind: "reserved"; readonly operationId: string }
  | {
      readonly kind: "rejected";
      readonly operationId: string;
      readonly code: "OUT_OF_STOCK" | "RELEASED";
      readonly shortages: readonly Shortage[];
    }
  | { readonly kind: "committed"; readonly operationId: string }
  | { readonly kind: "commit-refused"; readonly operationId: string; readonly code: "RESERVATION_EXPIRED" | "RELEASED" | "NOT_RESERVED" }
  | { readonly kind: "released"; readonly operationId: string }
  | { readonly kind: "restocked"; readonly operationId: string; readonly returnId: string };

/** Who let go of an order's stock. */
export type ReleaseCause = "order" | "expiry";

interface Begun {
  readonly since: Date;
  /** When others may take it that whoever began this is gone, and finish it. */
  readonly settleAt: Date;
}

/** A change of stock that is decided and under way. Whoever finds it can finish it. An allocation has one at a time. */
export type Work = Begun &
  (
    | { readonly purpose: "reserve"; readonly operationId: string }
    /** Gives back what was reserved, since not all could be. */
    | { readonly purpose: "reject"; readonly operationId: string; readonly shortages: readonly Shortage[] }
    /** Calls off a reserving that is under way; `refused` is its operation. */
    | { readonly purpose: "cancel"; readonly operationId: string; readonly refused: string }
    | { readonly purpose: "commit"; readonly operationId: string }
    /** Lets go of what is reserved; nobody asked when it expired. */
    | { readonly purpose: "release"; readonly operationId: string | null; readonly cause: ReleaseCause }
    /** Takes back what was sold. */
    | { readonly purpose: "put-back"; readonly operationId: string; readonly lines: readonly Line[] }
    | { readonly purpose: "restock"; readonly operationId: string; readonly returnId: string; readonly lines: readonly Line[] }
  );

export interface AllocatedLine extends Line {
  /** Of the units sold, how many came back by returns. */
  readonly restocked: number;
}

/** What one order has of the stock. */
export interface Allocation {
  readonly orderId: string;
  /** What held before the work that is under way, if any. `none` before a reserve came about. */
  readonly status: "none" | "reserved" | "rejected" | "committed" | "released";
  /** Whether the reservation came about, ever: then its operation in stock documents stands, else it is to be taken back. */
  readonly held: boolean;
  readonly lines: readonly AllocatedLine[];
  readonly expiresAt: Date | null;
  readonly shortages: readonly Shortage[];
  readonly releasedBy: ReleaseCause | null;
  readonly work: Work | null;
  /** Ids of the returns that were restocked. */
  readonly returns: readonly string[];
  readonly answers: readonly Answer[];
  /** When to look after it: its work may have been abandoned then, or its reservation expires. Absent when neither can be. */
  readonly lookAt?: Date;
}

export type AllocationEvent =
  | { readonly type: "opened"; readonly orderId: string }
  | (Begun & {
      readonly type: "reserve-began";
      readonly operationId: string;
      readonly lines: readonly Line[];
      readonly expiresAt: Date;
    })
  | { readonly type: "reserved" }
  | (Begun & { readonly type: "shortage-met"; readonly operationId: string; readonly shortages: readonly Shortage[] })
  | { readonly type: "rejected"; readonly shortages: readonly Shortage[] }
  | (Begun & { readonly type: "commit-began"; readonly operationId: string })
  | { readonly type: "committed" }
  | (Begun & { readonly type: "cancel-began"; readonly operationId: string; readonly refused: string })
  | (Begun & { readonly type: "release-began"; readonly operationId: string | null; readonly cause: ReleaseCause })
  | (Begun & { readonly type: "put-back-began"; readonly operationId: string; readonly lines: readonly Line[] })
  | { readonly type: "released"; readonly cause: ReleaseCause }
  | (Begun & { readonly type: "restock-began"; readonly operationId: string; readonly returnId: string; readonly lines: readonly Line[] })
  | { readonly type: "restocked"; readonly returnId: string }
  | { readonly type: "answered"; readonly answer: Answer };

const OPENED: Omit<Allocation, "orderId"> = {
  status: "none",
  held: false,
  lines: [],
  expiresAt: null,
  shortages: [],
  releasedBy: null,
  work: null,
  returns: [],
  answers: [],
};

function withRestocked(lines: readonly AllocatedLine[], back: readonly Line[]): readonly AllocatedLine[] {
  const quantities = new Map(back.map(({ sku, quantity }) => [sku, quantity]));
  return lines.map((line) => ({ ...line, restocked: line.restocked + (quantities.get(line.sku) ?? 0) }));
}

/** The work that an event began; null for events that begin none. */
function workOf(event: AllocationEvent): Work | null {
  switch (event.type) {
    case "reserve-began":
      return { purpose: "reserve", operationId: event.operationId, since: event.since, settleAt: event.settleAt };
    case "shortage-met":
      return { purpose: "reject", ...begun(event), operationId: event.operationId, shortages: event.shortages };
    case "commit-began":
      return { purpose: "commit", ...begun(event), operationId: event.operationId };
    case "cancel-began":
      return { purpose: "cancel", ...begun(event), operationId: event.operationId, refused: event.refused };
    case "release-began":
      return { purpose: "release", ...begun(event), operationId: event.operationId, cause: event.cause };
    case "put-back-began":
      return { purpose: "put-back", ...begun(event), operationId: event.operationId, lines: event.lines };
    case "restock-began":
      return { purpose: "restock", ...begun(event), operationId: event.operationId, returnId: event.returnId, lines: event.lines };
    default:
      return null;
  }
}

function begun({ since, settleAt }: Begun): Begun {
  return { since, settleAt };
}

function transition(state: Omit<Allocation, "lookAt">, event: AllocationEvent): Omit<Allocation, "lookAt"> {
  switch (event.type) {
    case "reserve-began": {
      const lines = event.lines.map((line) => ({ ...line, restocked: 0 }));
      return { ...state, lines, expiresAt: event.expiresAt, work: workOf(event) };
    }
    case "reserved":
      return { ...state, status: "reserved", held: true, work: null };
    case "rejected":
      return { ...state, status: "rejected", shortages: event.shortages, work: null };
    case "committed":
      return { ...state, status: "committed", work: null };
    case "released":
      return { ...state, status: "released", releasedBy: event.cause, work: null };
    case "restock-began":
      return { ...state, lines: withRestocked(state.lines, event.lines), work: workOf(event) };
    case "restocked":
      return { ...state, returns: [...state.returns, event.returnId], work: null };
    case "answered":
      return { ...state, answers: [...state.answers, event.answer] };
    case "opened":
      return state;
    default:
      return { ...state, work: workOf(event) };
  }
}

function lookAtOf({ status, work, expiresAt }: Omit<Allocation, "lookAt">): Date | null {
  if (work !== null) return work.settleAt;
  return status === "reserved" ? expiresAt : null;
}

/** What one event does to an allocation. The first event of every allocation is `opened`. */
export function evolve(state: Allocation | null, event: AllocationEvent): Allocation {
  if (state === null && event.type !== "opened") throw new TypeError(`an allocation cannot begin with ${event.type}`);
  const { lookAt: _before, ...current } = state ?? { ...OPENED, orderId: event.type === "opened" ? event.orderId : "" };
  const next = transition(current, event);
  const lookAt = lookAtOf(next);
  return lookAt === null ? next : { ...next, lookAt };
}
