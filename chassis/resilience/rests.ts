import type { Clock } from "../clock/index.ts";

/**
 * What has just failed rests for a while, so that a sweep which takes the oldest first is not held up for ever by those that always fail.
 */
export interface Rests {
  /** How many are at rest now. */
  count(): number;
  isAtRest(key: string): boolean;
  /** Puts to rest. */
  rest(key: string): void;
  /** Wakes all. */
  clear(): void;
}

export function createRests(options: { readonly clock: Clock; readonly restMs: number }): Rests {
  const until = new Map<string, number>();
  const now = () => options.clock.now().getTime();

  /** Entries are in the order of their ends, since all rest equally long. */
  function forgetRested(): void {
    for (const [key, end] of until) {
      if (end > now()) return;
      until.delete(key);
    }
  }

  return {
    count() {
      forgetRested();
      return until.size;
    },
    isAtRest: (key) => (until.get(key) ?? 0) > now(),
    rest(key) {
      until.delete(key);
      until.set(key, now() + options.restMs);
    },
    clear: () => until.clear(),
  };
}
