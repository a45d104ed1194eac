import type { Bug } from "./bugs/bug.ts";
import { type Outcome, type Recipe, runSeed } from "./run.ts";

export interface Shrunk {
  readonly recipe: Recipe;
  readonly outcome: Outcome;
  /** Runs that it took. */
  readonly runs: number;
}

/** What of a list can be left out at once: halves first, then quarters, in the end one by one (after A. Zeller, R. Hildebrandt, ddmin, 2002). */
function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let size = Math.ceil(items.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
  }
}

/**
 * Makes a broken run as small as it gets while the same law is broken: fewer faults, fewer customers. The smaller run is a run of its own and may
 * break the law in another place.
 */
export function shrink(failing: Outcome, options: { readonly bug?: Bug | null; readonly mostRuns?: number } = {}): Shrunk {
  const { bug = null, mostRuns = 400 } = options;
  const law = failing.violation?.law;
  if (law === undefined) throw new RangeError(`seed ${failing.seed} broke no law`);
  let runs = 0;
  let best: Recipe = { seed: failing.seed, customers: null, faults: null };
  let outcome = failing;

  /** Takes a smaller recipe over if it still breaks the law. */
  function accepts(recipe: Recipe): boolean {
    runs += 1;
    const tried = runSeed(recipe, { bug });
    if (tried.violation?.law !== law) return false;
    best = recipe;
    outcome = tried;
    return true;
  }

  function reduceBy<T>(all: readonly T[], chunk: readonly T[], recipeWith: (left: readonly T[]) => Recipe): boolean {
    return runs < mostRuns && accepts(recipeWith(all.filter((item) => !chunk.includes(item))));
  }

  function reduce<T>(all: () => readonly T[], recipeWith: (left: readonly T[]) => Recipe): boolean {
    let smaller = false;
    while (runs < mostRuns && [...chunks(all())].some((chunk) => reduceBy(all(), chunk, recipeWith))) smaller = true;
    return smaller;
  }

  const faultIds = () => [...new Set(outcome.faults.map(({ id }) => id))];
  const customers = () => best.customers ?? Array.from({ length: failing.customers }, (_, index) => index + 1);
  const kinds = () => [...new Set(outcome.faults.map(({ kind }) => kind))];
  reduce(kinds, (left) => ({ ...best, faults: outcome.faults.filter(({ kind }) => left.includes(kind)).map(({ id }) => id) }));
  for (let again = true; again; ) {
    const fewer = reduce(customers, (left) => ({ ...best, customers: left, faults: faultIds() }));
    again = reduce(faultIds, (left) => ({ ...best, faults: left })) || fewer;
    if (runs >= mostRuns) again = false;
  }
  return { recipe: { ...best, customers: customers(), faults: faultIds() }, outcome, runs };
}

/** The command that runs a recipe again. */
export function commandOf({ seed, customers, faults }: Recipe, bug: Bug | null): string {
  const parts = [`bun run simulate -- --seed ${seed}`];
  if (customers !== null) parts.push(`--customers ${customers.length === 0 ? "none" : customers.join(",")}`);
  if (faults !== null) parts.push(`--faults '${faults.length === 0 ? "none" : faults.join(",")}'`);
  if (bug !== null) parts.push(`--bug ${bug.name}`);
  return [...parts, "--trace"].join(" ");
}
