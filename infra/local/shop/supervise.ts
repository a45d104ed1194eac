/** How often a service that ends by itself is started again before the shop gives up. */
export interface RestartPolicy {
  /** @default 3 */
  readonly attempts: number;
  /** Crashes longer ago than this are forgotten, in milliseconds. @default 60000 */
  readonly windowMs: number;
}

export const RESTART_POLICY: RestartPolicy = { attempts: 3, windowMs: 60_000 };

/** Counts the crashes of one service. Says how many times it crashed within the window when it may be restarted, and 0 when no more. */
export function createCrashCounter({ attempts, windowMs }: RestartPolicy): (nowMs: number) => number {
  let crashes: number[] = [];
  return (nowMs) => {
    crashes = [...crashes.filter((at) => nowMs - at < windowMs), nowMs];
    return crashes.length <= attempts ? crashes.length : 0;
  };
}
