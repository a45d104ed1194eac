import type { Random } from "fast-check";

/** The choices of a generator: random to look at, the same for the same seed. */
export interface Choices {
  /** A whole number from 0 up to `limit` - 1. */
  below(limit: number): number;
  chance(probability: number): boolean;
  /** @throws Error when there is nothing to pick from. */
  pick<T>(items: readonly T[]): T;
  /** At least `least` of the items, in their order. */
  some<T>(items: readonly T[], least: number): readonly T[];
}

const PRECISION = 1_000_000;

/** Takes choices from fast-check's own generator, so that its seed and path replay them. */
export function createChoices(random: Random): Choices {
  const below = (limit: number): number => (limit <= 1 ? 0 : random.nextInt(0, limit - 1));
  function pick<T>(items: readonly T[]): T {
    const [item] = items.slice(below(items.length));
    if (item === undefined) throw new Error("There is nothing to pick from.");
    return item;
  }
  function some<T>(items: readonly T[], least: number): readonly T[] {
    const size = least + below(items.length - least + 1);
    const left = items.map((item, index) => ({ item, index }));
    while (left.length > size) left.splice(below(left.length), 1);
    return left.map(({ item }) => item);
  }
  return { below, chance: (probability) => below(PRECISION) < probability * PRECISION, pick, some };
}
