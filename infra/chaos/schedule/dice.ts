/** Numbers that look random and follow from a seed. */
export interface Dice {
  /** From 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** A whole number from `least` to `most`, both inclusive. */
  between(least: number, most: number): number;
  /** True with this probability. */
  happens(probability: number): boolean;
  /** One of them, each as likely. @throws RangeError for none */
  pick<T>(items: readonly T[]): T;
  /** All of them in another order. */
  shuffle<T>(items: readonly T[]): readonly T[];
}

/** FNV-1a: neighbouring seeds and names start far apart. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}

/** Dice of one seed; those of another `use` of the same seed fall independently of them. The generator is mulberry32. */
export function createDice(seed: number, use: string): Dice {
  let state = hash(`${use}:${seed}`);
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    happens: (probability) => next() < probability,
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new RangeError("there is nothing to pick from");
      // The index is in range.
      return items[between(0, items.length - 1)] as T;
    },
    shuffle(items) {
      const rest = [...items];
      return items.flatMap(() => rest.splice(between(0, rest.length - 1), 1));
    },
  };
}
