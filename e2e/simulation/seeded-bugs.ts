import type { Bug } from "./bugs/bug.ts";
import { type Outcome, recipeOf, runSeed } from "./run.ts";

export interface Hunt {
  readonly bug: Bug;
  /** The first seed that found it; null when none did. */
  readonly found: Outcome | null;
  /** Seeds that it took. */
  readonly seeds: number;
}

/** Most seeds that a bug is given: an hour of a real shop's bad days is more than that. */
export const HUNT_SEEDS = 1_000;

/** Runs seeds with a bug planted, until one breaks a law. */
export function hunt(bug: Bug, from = 1, mostSeeds = HUNT_SEEDS): Hunt {
  for (let seed = from; seed < from + mostSeeds; seed += 1) {
    const outcome = runSeed(recipeOf(seed), { bug });
    if (outcome.violation !== null) return { bug, found: outcome, seeds: seed - from + 1 };
  }
  return { bug, found: null, seeds: mostSeeds };
}
