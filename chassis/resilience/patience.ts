import type { Clock } from "../clock/index.ts";
import { DependencyUnavailableError } from "../errors/index.ts";
import type { Log } from "../log/index.ts";

export interface PatienceOptions {
  /** What is waited for, for logs and the error: "database". */
  readonly dependency: string;
  /** From when on no other attempt is made, in milliseconds. The one that is under way then is waited for. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

const PAUSE_MS = 500;

/** Tries until it works. @throws DependencyUnavailableError, caused by the last failure, when it did not in time. */
export async function untilAvailable<T>(attempt: () => Promise<T>, { dependency, timeoutMs, clock, log }: PatienceOptions): Promise<T> {
  const deadline = clock.now().getTime() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (cause) {
      if (clock.now().getTime() > deadline) throw new DependencyUnavailableError(dependency, { cause });
      log.warn({ err: cause }, `${dependency} is not up yet`);
      await clock.sleep(PAUSE_MS);
    }
  }
}
