import type { Log } from "@mercato/chassis/log";
import { startStopwatch } from "@mercato/chassis/telemetry";
import type { KnownOperation } from "./known-operations.ts";

/** Gets one operation ready to be executed, as far as that goes without asking subgraphs. */
export type Prepare = (operation: KnownOperation) => Promise<void>;

export interface WarmUpOptions {
  readonly operations: readonly KnownOperation[];
  readonly prepare: Prepare;
  readonly log: Log;
}

/**
 * Gets operations ready one after the other. One that cannot be is logged and left out: it fails for whoever sends it, and for nobody else. Where it is not
 * valid for a new supergraph, that is how one learns that a client will break.
 */
export async function warmUp({ operations, prepare, log }: WarmUpOptions): Promise<void> {
  const elapsed = startStopwatch();
  let failed = 0;
  for (const operation of operations) {
    try {
      await prepare(operation);
    } catch (error) {
      failed += 1;
      const { origin, operationName } = operation;
      const reason = error instanceof Error ? error.message : String(error);
      log.warn({ origin, operation: operationName, reason }, "a known operation cannot be executed");
    }
  }
  log.info({ count: operations.length, failed, durationMs: Math.round(elapsed() * 1000) }, "warmed up");
}
