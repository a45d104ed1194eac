import mongoose from "mongoose";
import type { Clock, Randomness } from "../clock/index.ts";
import { backoffMs } from "../resilience/index.ts";

const ATTEMPTS = 8;
const RETRY = { firstMs: 50, maxMs: 2_000 } as const;

/** Duplicate key, index options conflict, index key specs conflict: the data or another index is in the way, and stays there. */
const HOPELESS_CODES: ReadonlySet<unknown> = new Set([11_000, 85, 86]);

function isHopeless(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && HOPELESS_CODES.has(error.code);
}

/**
 * Makes sure that the indexes of models are there before anybody relies on them. Processes of one service that start at the same moment make them
 * at the same moment, and a server may refuse that to all but one (DocumentDB: "deadlock detected"): so it is tried again.
 * @throws what the server answered: at once when the data or another index is in the way, else when no attempt helped.
 */
export async function ensureIndexes(
  models: readonly { createIndexes(): Promise<unknown> }[],
  options: { readonly clock: Clock; readonly randomness: Randomness },
): Promise<void> {
  for (const model of models) {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await model.createIndexes();
        break;
      } catch (error) {
        if (attempt === ATTEMPTS || isHopeless(error)) throw error;
        await options.clock.sleep(backoffMs(attempt, RETRY, options.randomness));
      }
    }
  }
}
