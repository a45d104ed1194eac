import { countFaults, type Outcome } from "./outcome.ts";

const MOST_SHOWN = 30;

function seconds(ms: number | null): string {
  return ms === null ? "never" : `${(ms / 1000).toFixed(1)} s`;
}

/** What a run came to, for a terminal. */
export function textOf(outcome: Outcome): readonly string[] {
  const { seed, orders, faults, violations, surprises, unanswered, normal } = outcome;
  const { kills, pauses, partitions } = countFaults(outcome);
  const slowest = faults.toSorted((one, other) => (other.placedMs ?? Infinity) - (one.placedMs ?? Infinity)).slice(0, 5);
  return [
    `Seed ${seed}: ${kills} kills, ${pauses} pauses, ${partitions} partitions; ${unanswered} attempts got no answer and were made again.`,
    `${orders.acknowledged} orders acknowledged; in the books ${orders.confirmed} confirmed, ${orders.cancelled} cancelled, ${orders.returned} returned, ${orders.needAttention} for a person to look at.`,
    `Recovery p95 ${seconds(outcome.recoveryP95Ms)} to the next order placed within ${normal.placeMs} ms, ${seconds(outcome.confirmationP95Ms)} to the next one confirmed within ${normal.confirmMs} ms.`,
    `Nothing was under way ${seconds(outcome.settledAfterMs)} after the last fault.`,
    "Slowest recoveries:",
    ...slowest.map(({ what, placedMs, confirmedMs }) => `  ${what}: ${seconds(placedMs)} (confirmed ${seconds(confirmedMs)})`),
    ...surprises.map((what) => `SURPRISE ${what}`),
    ...violations.slice(0, MOST_SHOWN).map((violation) => `VIOLATION ${violation}`),
    ...(violations.length > MOST_SHOWN ? [`and ${violations.length - MOST_SHOWN} more, see the report`] : []),
    violations.length === 0 ? "All laws held, and everything that anybody was told is true." : `${violations.length} violations.`,
  ];
}
