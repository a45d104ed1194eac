import { readBooks } from "./books.ts";
import { openDatabases } from "./databases.ts";
import { type Breaches, breachesAtRest, underWay } from "./laws.ts";

export interface AuditOptions {
  /** Of the database server. */
  readonly url: string;
  /** First token of the shop's database names. */
  readonly prefix: string;
  /** Orders that clients were told of. */
  readonly accepted: ReadonlySet<string>;
  /** How long the shop may take to come to rest, in milliseconds. @default 60000 */
  readonly timeoutMs?: number;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
}

const LOOK_MS = 250;

/** Waits until a shop that nobody uses any more has nothing under way, and holds its books against all laws. What is still under way when time is up is a breach. */
export async function auditShop({ url, prefix, accepted, timeoutMs = 60_000, signal }: AuditOptions): Promise<Breaches> {
  const databases = await openDatabases(url, prefix);
  try {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      signal?.throwIfAborted();
      const books = await readBooks(databases);
      const rest = underWay(books);
      if (rest.length === 0 || Date.now() > deadline) return [...new Set([...breachesAtRest(books, accepted), ...rest])];
      await Bun.sleep(LOOK_MS);
    }
  } finally {
    await databases.close();
  }
}
