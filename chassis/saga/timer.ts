import { type Clock, startSweep } from "../clock/index.ts";
import type { Stoppable } from "../lifecycle/index.ts";
import type { Log } from "../log/index.ts";

/** Where aggregates are found whose sagas have waited long enough. */
export interface SagaDueSource {
  due(now: Date, limit: number): Promise<readonly string[]>;
}

const LIMIT = 100;

/**
 * Calls `onDue` for every aggregate with a saga whose deadline has passed. Deadlines are persisted, so they outlive processes; several timers
 * may work side by side, since `onDue` writes on condition.
 */
export function startSagaTimer(options: {
  readonly source: SagaDueSource;
  readonly onDue: (aggregateId: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  /** Pause between looks, in milliseconds. @default 500 */
  readonly intervalMs?: number;
}): Stoppable {
  const { source, clock, log } = options;
  async function run(): Promise<boolean> {
    const ids = await source.due(clock.now(), LIMIT);
    const results = await Promise.allSettled(ids.map((id) => options.onDue(id)));
    for (const result of results)
      if (result.status === "rejected") log.warn({ err: result.reason }, "due saga could not be moved, will be tried again");
    return ids.length === LIMIT && results.every(({ status }) => status === "fulfilled");
  }
  return startSweep({ name: "sagas", intervalMs: options.intervalMs ?? 500, clock, log, run });
}
