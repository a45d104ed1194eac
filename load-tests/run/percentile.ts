/** The value below which this share (0 to 1) of the sorted numbers lies, by the nearest rank; 0 for none. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return 0;
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? 0;
}

/** Rounded for people and for JSON. */
export function round(value: number, places = 1): number {
  return Number(value.toFixed(places));
}
