import type { Randomness } from "../clock/index.ts";

export interface BackoffOptions {
  /** Before the second attempt, in milliseconds. */
  readonly firstMs: number;
  /** At most, in milliseconds. */
  readonly maxMs: number;
}

/**
 * How long to wait after the `attempt`th failure (from 1): doubling, capped, with "equal jitter" (half fixed, half random), after
 * M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 */
export function backoffMs(attempt: number, options: BackoffOptions, randomness: Randomness): number {
  const ceiling = Math.min(options.maxMs, options.firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(ceiling / 2 + (ceiling / 2) * randomness.next());
}
