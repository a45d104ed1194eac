/** How often things happened, by what they are. */
export type Tally = Readonly<Record<string, number>>;

export function total(tally: Tally): number {
  return Object.values(tally).reduce((sum, count) => sum + count, 0);
}

/** What was added since an earlier look. */
export function since(before: Tally, after: Tally): Tally {
  const grown = Object.entries(after).map(([key, count]) => [key, count - (before[key] ?? 0)] as const);
  return Object.fromEntries(grown.filter(([, count]) => count > 0));
}

/** What remains without a background that went on all the time. Nothing is below zero. */
export function without(tally: Tally, background: Tally, factor: number): Tally {
  const left = Object.entries(tally).map(([key, count]) => [key, Math.max(0, count - (background[key] ?? 0) * factor)] as const);
  return Object.fromEntries(left.filter(([, count]) => count > 0));
}

/** Each count divided, the largest first. */
export function each(tally: Tally, by: number): Tally {
  const shares = Object.entries(tally).map(([key, count]) => [key, count / by] as const);
  return Object.fromEntries(shares.toSorted(([, a], [, b]) => b - a));
}

/** The counts summed by something that several have in common. */
export function by(tally: Tally, groupOf: (key: string) => string): Tally {
  const groups = new Map<string, number>();
  for (const [key, count] of Object.entries(tally)) groups.set(groupOf(key), (groups.get(groupOf(key)) ?? 0) + count);
  return Object.fromEntries(groups);
}
