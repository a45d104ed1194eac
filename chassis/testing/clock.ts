import type { Clock } from "../clock/index.ts";

/** A clock that stands still until it is told to go on. */
export interface ManualClock extends Clock {
  /** Lets time pass. Resolves after everything that slept until then has been woken, in the order of its waking. */
  advance(ms: number): Promise<void>;
  /** How many sleep. */
  readonly sleepers: number;
}

/** One turn of the event loop: all that is ready to run has run. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** @param start when it is now. @default 2026-01-01T00:00:00Z */
export function createManualClock(start = new Date("2026-01-01T00:00:00Z")): ManualClock {
  let nowMs = start.getTime();
  const sleeping = new Set<{ readonly atMs: number; readonly wake: () => void }>();

  return {
    now: () => new Date(nowMs),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const sleeper = {
          atMs: nowMs + ms,
          wake: () => {
            sleeping.delete(sleeper);
            resolve();
          },
        };
        sleeping.add(sleeper);
        signal?.addEventListener("abort", sleeper.wake, { once: true });
      }),
    async advance(ms) {
      // What runs now goes to sleep first.
      await turn();
      const untilMs = nowMs + ms;
      const earliest = () => [...sleeping].filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0];
      for (let next = earliest(); next !== undefined; next = earliest()) {
        nowMs = Math.max(nowMs, next.atMs);
        next.wake();
        // What was woken runs, and may sleep again, before the next is looked for.
        await turn();
      }
      nowMs = untilMs;
      await turn();
    },
    get sleepers() {
      return sleeping.size;
    },
  };
}
