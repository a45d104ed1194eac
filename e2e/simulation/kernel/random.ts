/** Chance that follows from a seed and a name: the same two give the same numbers, and other names give others. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number, at least 0, below `limit`. */
  below(limit: number): number;
  /** A number from `from` to `to`. */
  between(from: number, to: number): number;
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  chance(probability: number): boolean;
  /** One of several; there must be one. */
  pick<T>(items: readonly T[]): T;
}

/** FNV-1a, 32 bits, continued from `hash`. */
export function hashText(text: string, hash = 0x811c9dc5): number {
  let result = hash;
  for (let index = 0; index < text.length; index += 1) result = Math.imul(result ^ text.charCodeAt(index), 0x01000193);
  return result >>> 0;
}

/** Spreads 32 bits over 32 bits (the finalizer of MurmurHash3), so that neighbours are far apart. */
function spread(bits: number): number {
  let value = bits;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** One number for a seed and names, at least 0, below 1. */
export function drawOnce(seed: number, ...names: readonly string[]): number {
  let hash = spread(seed + 0x9e3779b9);
  for (const name of names) hash = hashText(name, hash);
  return spread(hash) / 0x1_0000_0000;
}

/** Mulberry32 (T. Ettinger): small and fast, and good enough to choose with. */
export function createRandom(seed: number, name: string): Random {
  let state = spread(hashText(name, spread(seed)));
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    between: (from, to) => from + (to - from) * next(),
    whole: (from, to) => from + below(to - from + 1),
    chance: (probability) => next() < probability,
    pick(items) {
      if (items.length === 0) throw new RangeError("there is nothing to pick from");
      return items[below(items.length)] as (typeof items)[number];
    },
  };
}
