/** One of them, each as likely. */
export function pick<T>(items: T[]): T {
  return items[Math.floor(Math.random() * items.length)] as T;
}

/** One of them; the first tenth of them as often as the first share says, and so on. */
export function pickByTenths<T>(items: T[], shares: number[]): T {
  let rest = Math.random() * shares.reduce((sum, share) => sum + share, 0);
  let tenth = 0;
  while (tenth < shares.length - 1 && rest >= (shares[tenth] ?? 0)) {
    rest -= shares[tenth] ?? 0;
    tenth += 1;
  }
  const place = (tenth + Math.random()) / shares.length;
  return items[Math.min(items.length - 1, Math.floor(place * items.length))] as T;
}

/** A whole number whose deciles are these. */
export function drawFromDeciles(deciles: number[]): number {
  const place = Math.random() * (deciles.length - 1);
  const below = Math.floor(place);
  const lower = deciles[below] ?? 0;
  const upper = deciles[below + 1] ?? lower;
  return Math.round(lower + (upper - lower) * (place - below));
}

export function happens(probability: number): boolean {
  return Math.random() < probability;
}

/** A key that nobody else has. */
export function freshKey(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}-${Math.random().toString(36).slice(2)}`;
}
