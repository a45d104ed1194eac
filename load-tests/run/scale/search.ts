/** What a rate came to. */
export interface Probe {
  /** Visits that begin each second. */
  readonly rate: number;
  /** Whether it kept within the objective. */
  readonly held: boolean;
}

/** Whether the search saw its end, or stopped for want of higher rates. */
export interface Found<Result extends Probe> {
  /** The highest rate that held; undefined when not even the lowest did. */
  readonly best: Result | undefined;
  /** The lowest rate that broke; undefined when none did: the shop can do more than was asked. */
  readonly broken: Result | undefined;
  /** In the order in which they were tried. */
  readonly probes: readonly Result[];
}

/** How often a rate is doubled at most; a search has an end even if nothing ever breaks. */
const MOST_DOUBLINGS = 12;

/** `first`, twice that, four times that, … */
export function doubling(first: number): readonly number[] {
  return Array.from({ length: MOST_DOUBLINGS }, (_, index) => first * 2 ** index);
}

/**
 * The highest of rising rates that holds: one after the other until one breaks, then the one in the middle between it and the last that held.
 * A rate is tried once, so on a noisy machine the result can be a step too low or too high; run it longer there.
 */
export async function findHighestRate<Result extends Probe>(
  rates: readonly number[],
  probe: (rate: number) => Promise<Result>,
): Promise<Found<Result>> {
  const probes: Result[] = [];
  let best: Result | undefined;
  let broken: Result | undefined;
  const look = async (rate: number) => {
    const result = await probe(rate);
    probes.push(result);
    if (result.held) best = result;
    else broken = result;
  };
  for (const rate of rates) {
    await look(rate);
    if (broken !== undefined) break;
  }
  if (best !== undefined && broken !== undefined) await look((best.rate + broken.rate) / 2);
  return { best, broken, probes };
}
