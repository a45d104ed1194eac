import { round } from "./percentile.ts";
import type { Second } from "./samples.ts";

/** What 95 of 100 answers may take for a second to count, in milliseconds: the budget of a product page. */
export const BEST_P95_MS = 300;
/** How many seconds in a row. */
const WINDOW = 5;

/**
 * The most operations a second that were done over five seconds in a row without a failure and with a p95 within the limit in each of them;
 * 0 when there were no such five.
 */
export function bestThroughput(timeline: readonly Second[], p95LimitMs: number): number {
  let best = 0;
  for (let from = 0; from + WINDOW <= timeline.length; from += 1) {
    const window = timeline.slice(from, from + WINDOW);
    const isGood = window.every(({ requests, errors, p95Ms }) => requests > 0 && errors === 0 && p95Ms <= p95LimitMs);
    if (isGood) best = Math.max(best, window.reduce((sum, { requests }) => sum + requests, 0) / WINDOW);
  }
  return round(best);
}
