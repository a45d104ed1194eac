import { percentile } from "../run/percentile.ts";
import { type Tally, total } from "./counting/tally.ts";
import type { OrderCost } from "./floor.ts";
import type { Placed } from "./placing.ts";

/** What one order was counted to need, without what goes on anyway. */
export interface Needs {
  /** "findAndModify orders": 9 */
  readonly writes: Tally;
  readonly reads: Tally;
  /** By type: "orders.v1.placed". */
  readonly messages: Tally;
}

export interface SagaFigures {
  readonly benchmark: "saga";
  readonly concurrency: number;
  readonly confirmedPerSecond: number;
  readonly floorPerSecond: number;
  /** Of the floor, what the shop reaches. */
  readonly ofFloor: number;
  readonly idleP50Ms: number;
  readonly idleP99Ms: number;
  /** Orders a second, half of what it can do. */
  readonly halfLoadPerSecond: number;
  readonly halfLoadP50Ms: number;
  readonly halfLoadP99Ms: number;
  /** The p99 at half load by the idle median. */
  readonly slowdown: number;
  readonly fullLoadP99Ms: number;
  readonly writesPerOrder: number;
  readonly readsPerOrder: number;
  readonly messagesPerOrder: number;
  readonly failed: number;
  readonly lawsHeld: boolean;
}

/** Commands that make a document. All other writes change one. */
const INSERTS = /^insert /;

/** What the floor is to do for one order, in whole commands. */
export function costOf({ writes, messages }: Needs): OrderCost {
  const inserts = Object.entries(writes).filter(([name]) => INSERTS.test(name));
  const inserted = inserts.reduce((sum, [, count]) => sum + count, 0);
  return {
    inserts: Math.round(inserted),
    updates: Math.round(total(writes) - inserted),
    publishes: Math.round(total(messages)),
  };
}

export function confirmedPerSecond({ sagaMs, elapsedMs }: Placed): number {
  return elapsedMs === 0 ? 0 : sagaMs.length / (elapsedMs / 1_000);
}

export interface Findings {
  readonly needs: Needs;
  readonly concurrency: number;
  readonly idle: Placed;
  readonly full: Placed;
  readonly half: Placed;
  readonly floorPerSecond: number;
  readonly lawsHeld: boolean;
}

/** The figures of a run. */
export function figuresOf({ needs, concurrency, idle, full, half, floorPerSecond, lawsHeld }: Findings): SagaFigures {
  const at = ({ sagaMs }: Placed, share: number) =>
    percentile(
      sagaMs.toSorted((a, b) => a - b),
      share,
    );
  const perSecond = confirmedPerSecond(full);
  const idleP50Ms = at(idle, 0.5);
  const halfLoadP99Ms = at(half, 0.99);
  return {
    benchmark: "saga",
    concurrency,
    confirmedPerSecond: perSecond,
    floorPerSecond,
    ofFloor: perSecond / floorPerSecond,
    idleP50Ms,
    idleP99Ms: at(idle, 0.99),
    halfLoadPerSecond: confirmedPerSecond(half),
    halfLoadP50Ms: at(half, 0.5),
    halfLoadP99Ms,
    slowdown: halfLoadP99Ms / idleP50Ms,
    fullLoadP99Ms: at(full, 0.99),
    writesPerOrder: total(needs.writes),
    readsPerOrder: total(needs.reads),
    messagesPerOrder: total(needs.messages),
    failed: idle.failed + full.failed + half.failed,
    lawsHeld,
  };
}

/** What the shop is to reach, and whether it did. */
export function judgeSaga({ ofFloor, slowdown }: Pick<SagaFigures, "ofFloor" | "slowdown">) {
  return [
    { target: "confirmed orders/s / floor", value: ofFloor, wanted: ">= 0.5", met: ofFloor >= 0.5 },
    { target: "saga p99 at half load / idle median", value: slowdown, wanted: "<= 10", met: slowdown <= 10 },
  ];
}
