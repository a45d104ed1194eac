import { describe, expect, test } from "bun:test";
import { bugs } from "./bugs/bugs.ts";
import failedSeeds from "./failed-seeds.json" with { type: "json" };
import { recipeOf, runSeed } from "./run.ts";
import { hunt } from "./seeded-bugs.ts";
import { commandOf, shrink } from "./shrink.ts";

const LONG_MS = 120_000;
const NEW_SEEDS = 200;

/** What broke, with the command that shows it. */
function brokenOf(seeds: readonly number[]): readonly string[] {
  return seeds.flatMap((seed) => {
    const { violation } = runSeed(recipeOf(seed));
    return violation === null ? [] : [`${violation.law}: ${violation.detail}; bun run simulate -- --seed ${seed}`];
  });
}

describe("the shop under a simulated clock, network, database and bus", () => {
  test(
    "the laws hold in seeds that nobody has tried before",
    () => {
      const from = Date.now() % 1_000_000_000;
      expect(brokenOf(Array.from({ length: NEW_SEEDS }, (_, index) => from + index))).toEqual([]);
    },
    LONG_MS,
  );

  test("the laws hold in every seed that ever broke one", () => {
    expect(brokenOf(failedSeeds)).toEqual([]);
  });

  test("the same seed is the same run, to the last event", () => {
    for (const seed of [1, 2, 3]) {
      const { hash, events, faults } = runSeed(recipeOf(seed));
      expect(runSeed(recipeOf(seed), { traced: true })).toMatchObject({ hash, events, faults });
    }
    expect(runSeed(recipeOf(4)).hash).not.toBe(runSeed(recipeOf(5)).hash);
  });

  test("seeds are busy: orders end in every way, processes die, and most kinds of fault strike", () => {
    const runs = Array.from({ length: 20 }, (_, index) => runSeed(recipeOf(index + 1)));
    const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + of(run), 0);
    expect(sum(({ orders }) => orders)).toBeGreaterThan(40);
    expect(sum(({ crashes }) => crashes)).toBeGreaterThan(10);
    expect(new Set(runs.flatMap(({ faults }) => faults.map(({ kind }) => kind))).size).toBeGreaterThan(15);
  });

  test("the faults of a run, named, are the same run; without them it is another", () => {
    const { hash, faults } = runSeed(recipeOf(1));
    expect(faults.length).toBeGreaterThan(10);
    expect(runSeed({ ...recipeOf(1), faults: faults.map(({ id }) => id) }).hash).toBe(hash);
    expect(runSeed({ ...recipeOf(1), faults: [] })).toMatchObject({ faults: [], crashes: 0 });
  });
});

describe("bugs that are planted are found:", () => {
  for (const bug of bugs) {
    test(
      `${bug.name}: ${bug.what}`,
      () => {
        expect(hunt(bug).found?.violation?.law).toBeString();
      },
      LONG_MS,
    );
  }

  test(
    "a failing run is made smaller, and the smaller one fails alike",
    () => {
      const bug = bugs.find(({ name }) => name === "outbox-sweep-disabled")!;
      const failing = hunt(bug).found!;
      const { recipe, outcome } = shrink(failing, { bug });
      expect(outcome.violation?.law).toBe(failing.violation!.law);
      expect(outcome.faults.length).toBeLessThan(failing.faults.length);
      expect(runSeed(recipe, { bug }).hash).toBe(outcome.hash);
      expect(commandOf(recipe, bug)).toContain(`--seed ${failing.seed} `);
    },
    LONG_MS,
  );
});
