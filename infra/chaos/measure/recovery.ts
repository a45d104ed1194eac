import type { Done } from "../faults/nemesis.ts";
import { type Entry, type EntryOf, entriesOf } from "../history/history.ts";

/** How quick the shop is when nobody hurts it. */
export interface Normal {
  /** A placement is within normal latency when it is answered within so many milliseconds. */
  readonly placeMs: number;
  /** An order is when it is seen confirmed within so many milliseconds of its placement. */
  readonly confirmMs: number;
}

/** How long the shop took to be itself again after one fault; null where it was not until the end of the run. */
export interface Recovery {
  readonly id: number;
  /** From the end of the fault to the next placement that was asked for afterwards and acknowledged within normal latency. */
  readonly placedMs: number | null;
  /** From the end of the fault to the next order that was asked for afterwards and seen confirmed within normal latency. */
  readonly confirmedMs: number | null;
}

/** Normal is what 95 of 100 calm ones needed, times three; never less than this, so that one slow second is no outage. */
const NORMAL_FACTOR = 3;
const LEAST: Normal = { placeMs: 500, confirmMs: 2_000 };

/** One order's way as its customer saw it: milliseconds from the start of the run. */
interface Way {
  readonly askedAtMs: number;
  readonly placedAtMs: number;
  readonly confirmedAtMs: number | null;
}

/** The value below which this share (0 to 1) of the numbers lies, by the nearest rank; 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? 0;
}

/** Ways of all orders, in the order of their acknowledgement; of several acknowledgements under one key the first counts. */
function waysOf(history: readonly Entry[]): readonly Way[] {
  const confirmed = new Map<string, number>();
  for (const { orderId, status, atMs } of entriesOf(history, "seen")) {
    if (status === "CONFIRMED" && !confirmed.has(orderId)) confirmed.set(orderId, atMs);
  }
  const first = new Map<string, EntryOf<"placed">>();
  for (const placed of entriesOf(history, "placed")) if (!first.has(placed.orderId)) first.set(placed.orderId, placed);
  return [...first.values()].map(({ orderId, askedAtMs, atMs }) => ({
    askedAtMs,
    placedAtMs: atMs,
    confirmedAtMs: confirmed.get(orderId) ?? null,
  }));
}

/** What is normal, by the orders that were placed before `untilMs`. */
export function normalOf(history: readonly Entry[], untilMs: number): Normal {
  const calm = waysOf(history).filter(({ placedAtMs }) => placedAtMs < untilMs);
  const places = calm.map(({ askedAtMs, placedAtMs }) => placedAtMs - askedAtMs);
  const confirms = calm.flatMap(({ placedAtMs, confirmedAtMs }) => (confirmedAtMs === null ? [] : [confirmedAtMs - placedAtMs]));
  return {
    placeMs: Math.max(LEAST.placeMs, NORMAL_FACTOR * percentile(places, 0.95)),
    confirmMs: Math.max(LEAST.confirmMs, NORMAL_FACTOR * percentile(confirms, 0.95)),
  };
}

function since(endedAtMs: number, momentsMs: readonly number[]): number | null {
  return momentsMs.length === 0 ? null : Math.min(...momentsMs) - endedAtMs;
}

/** How the shop recovered from each fault. */
export function recoveriesOf(history: readonly Entry[], done: readonly Done[], normal: Normal): readonly Recovery[] {
  const ways = waysOf(history).filter(({ askedAtMs, placedAtMs }) => placedAtMs - askedAtMs <= normal.placeMs);
  return done.map(({ id, endedAtMs }) => {
    const after = ways.filter(({ askedAtMs }) => askedAtMs >= endedAtMs);
    const confirmed = after.flatMap(({ placedAtMs, confirmedAtMs }) =>
      confirmedAtMs !== null && confirmedAtMs - placedAtMs <= normal.confirmMs ? [confirmedAtMs] : [],
    );
    return {
      id,
      placedMs: since(
        endedAtMs,
        after.map(({ placedAtMs }) => placedAtMs),
      ),
      confirmedMs: since(endedAtMs, confirmed),
    };
  });
}
