import { type Entry, entriesOf } from "../history/history.ts";

/** What came about in one second of a run. */
export interface Second {
  /** Seconds from the start of the run. */
  readonly at: number;
  readonly placed: number;
  readonly confirmed: number;
  readonly unanswered: number;
}

function countBySecond(moments: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const atMs of moments) counts.set(Math.floor(atMs / 1000), (counts.get(Math.floor(atMs / 1000)) ?? 0) + 1);
  return counts;
}

/** When each thing with an id came about first. */
function firsts(entries: readonly { readonly atMs: number; readonly orderId: string }[]): readonly number[] {
  const first = new Map<string, number>();
  for (const { orderId, atMs } of entries) if (!first.has(orderId)) first.set(orderId, atMs);
  return [...first.values()];
}

/** Orders and unanswered attempts, second by second, from the first to the last entry. */
export function throughputOf(history: readonly Entry[]): readonly Second[] {
  const placed = countBySecond(firsts(entriesOf(history, "placed")));
  const confirmed = countBySecond(firsts(entriesOf(history, "seen").filter(({ status }) => status === "CONFIRMED")));
  const unanswered = countBySecond(entriesOf(history, "unanswered").map(({ atMs }) => atMs));
  const last = Math.floor((history.at(-1)?.atMs ?? 0) / 1000);
  return Array.from({ length: last + 1 }, (_, at) => ({
    at,
    placed: placed.get(at) ?? 0,
    confirmed: confirmed.get(at) ?? 0,
    unanswered: unanswered.get(at) ?? 0,
  }));
}
