import { type Clock, startSweep } from "../clock/index.ts";
import type { Stoppable } from "../lifecycle/index.ts";
import type { Log } from "../log/index.ts";
import { createRests } from "../resilience/index.ts";

/** Where aggregates are found whose sagas have waited long enough. */
export interface SagaDueSource {
  /** Those that are due by `now`, the longest due first. */
  due(now: Date, limit: number): Promise<readonly string[]>;
}

export interface SagaTimerOptions {
  readonly source: SagaDueSource;
  readonly onDue: (aggregateId: string) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  /** Pause between looks, in milliseconds. @default 500 */
  readonly intervalMs?: number;
}

/** Sagas that are moved at the same time; when as many are due, the next are looked for at once. */
const LIMIT = 100;
/** A saga that could not be moved lets others pass for this long. */
const REST_MS = 5_000;

/**
 * Calls `onDue` for every aggregate with a saga whose deadline has passed. Deadlines are persisted, so they outlive processes; several timers
 * may work side by side, since `onDue` writes on condition.
 */
export function startSagaTimer({ source, onDue, clock, log, intervalMs = 500 }: SagaTimerOptions): Stoppable {
  const rests = createRests({ clock, restMs: REST_MS });

  async function move(aggregateId: string): Promise<boolean> {
    try {
      await onDue(aggregateId);
      return true;
    } catch (err) {
      log.warn({ err, aggregateId }, "due saga could not be moved, will be tried again");
      rests.rest(aggregateId);
      return false;
    }
  }

  async function run(): Promise<boolean> {
    const found = await source.due(clock.now(), LIMIT + rests.count());
    const ids = found.filter((id) => !rests.isAtRest(id)).slice(0, LIMIT);
    const moved = await Promise.all(ids.map(move));
    return ids.length === LIMIT && moved.some((ok) => ok);
  }

  return startSweep({ name: "sagas", intervalMs, clock, log, run });
}
