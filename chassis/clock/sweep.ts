import type { Stoppable } from "../lifecycle/index.ts";
import type { Log } from "../log/index.ts";
import type { Clock } from "./system.ts";

export interface SweepOptions {
  /** For logs. */
  readonly name: string;
  /** Pause between the end of one run and the start of the next, in milliseconds. */
  readonly intervalMs: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Does what is due. Returns true when there is more to do at once. A failure is logged and the next run tries again. */
  readonly run: () => Promise<boolean>;
}

/** Runs something again and again until it is stopped; never two runs at once. Stopping waits for the run that is under way. */
export function startSweep(options: SweepOptions): Stoppable {
  const ended = new AbortController();
  async function loop(): Promise<void> {
    while (!ended.signal.aborted) {
      let more = false;
      try {
        more = await options.run();
      } catch (err) {
        options.log.warn({ err, sweep: options.name }, "sweep failed, will run again");
      }
      if (!more) await options.clock.sleep(options.intervalMs, ended.signal);
    }
  }
  const running = loop();
  return {
    stop: () => {
      ended.abort();
      return running;
    },
  };
}
