/** What came of some seeds. */
export interface Tally {
  readonly seeds: number;
  readonly events: number;
  readonly crashes: number;
  readonly orders: number;
  readonly faults: number;
  /** Seeds that broke a law. */
  readonly broken: readonly number[];
}

export const NOTHING: Tally = { seeds: 0, events: 0, crashes: 0, orders: 0, faults: 0, broken: [] };

export function plus(one: Tally, other: Tally): Tally {
  return {
    seeds: one.seeds + other.seeds,
    events: one.events + other.events,
    crashes: one.crashes + other.crashes,
    orders: one.orders + other.orders,
    faults: one.faults + other.faults,
    broken: [...one.broken, ...other.broken],
  };
}
