import type { Clock, Randomness } from "@mercato/chassis/clock";
import type { Log } from "@mercato/chassis/log";
import type { Moment } from "../domain/decision.ts";
import type { Stores } from "../store/ports.ts";

/** What commands work with. */
export interface CommandDependencies {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Log;
  /** How long work may take before others may take it for abandoned and finish it too, in milliseconds. */
  readonly settleAfterMs: number;
}

/** The time of a decision. */
export function momentOf({ clock, settleAfterMs }: Pick<CommandDependencies, "clock" | "settleAfterMs">): Moment {
  const now = clock.now();
  return { now, settleAt: new Date(now.getTime() + settleAfterMs) };
}
