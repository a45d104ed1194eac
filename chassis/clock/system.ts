/** Time as a port: production uses the system's, tests and simulations their own. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms` milliseconds, or at once when the signal aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Identifiers as a port. */
export interface Ids {
  /** A new identifier, unique everywhere; sorts by time of making. */
  next(): string;
}

/** Random numbers as a port, for jitter. */
export interface Randomness {
  /** At least 0, below 1. */
  next(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal?.addEventListener("abort", done, { once: true });
    }),
};

/** UUID version 7 (RFC 9562). */
export const systemIds: Ids = { next: () => Bun.randomUUIDv7() };

export const systemRandomness: Randomness = { next: () => Math.random() };
