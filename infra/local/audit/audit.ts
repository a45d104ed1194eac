import { type Books, readBooks } from "./books.ts";
import { type Databases, openDatabases } from "./databases.ts";
import { type Breaches, breachesAtRest, underWay } from "./laws.ts";
import { breachesInStreams, undeliveredMessages } from "./message-laws.ts";
import { type Messages, openStreamReader, type StreamReader } from "./messages.ts";

export interface AuditOptions {
  /** Of the database server. */
  readonly url: string;
  /** Of NATS; its streams are looked at, too. @default they are not */
  readonly natsUrl?: string | undefined;
  /** First token of the shop's database names and subjects. */
  readonly prefix: string;
  /** Orders that clients were told of. */
  readonly accepted: ReadonlySet<string>;
  /** How long the shop may take to come to rest, in milliseconds. @default 60000 */
  readonly timeoutMs?: number;
  /** Ends the wait. */
  readonly signal?: AbortSignal;
  /** Hears what is still under way, at every look. */
  readonly onLook?: (rest: Breaches) => void;
}

/** What was found once the shop had come to rest, or time was up. */
export interface Findings {
  readonly books: Books;
  /** Null when streams were not looked at. */
  readonly messages: Messages | null;
  /** What was still under way. */
  readonly rest: Breaches;
  /** How long the shop took to come to rest, in milliseconds; null when it did not. */
  readonly restedAfterMs: number | null;
}

const LOOK_MS = 250;

interface Sources {
  readonly databases: Databases;
  /** Null when streams are not looked at. */
  readonly streams: StreamReader | null;
}

async function look({ databases, streams }: Sources): Promise<{ readonly books: Books; readonly rest: Breaches }> {
  const undelivered = streams === null ? {} : await streams.undelivered();
  const books = await readBooks(databases);
  return { books, rest: [...underWay(books), ...undeliveredMessages({ undelivered })] };
}

async function openSources(stack: AsyncDisposableStack, { url, natsUrl, prefix }: Omit<AuditOptions, "accepted">): Promise<Sources> {
  const databases = await openDatabases(url, prefix);
  stack.defer(() => databases.close());
  if (natsUrl === undefined) return { databases, streams: null };
  const streams = await openStreamReader(natsUrl, prefix);
  stack.defer(() => streams.close());
  return { databases, streams };
}

/** Waits until a shop that nobody uses any more has nothing under way, and reads its books. */
export async function settleShop(options: Omit<AuditOptions, "accepted">): Promise<Findings> {
  const { timeoutMs = 60_000, signal } = options;
  await using stack = new AsyncDisposableStack();
  const sources = await openSources(stack, options);
  const startedAt = performance.now();
  for (;;) {
    signal?.throwIfAborted();
    const { books, rest } = await look(sources);
    options.onLook?.(rest);
    const tookMs = Math.round(performance.now() - startedAt);
    if (rest.length === 0 || tookMs > timeoutMs) {
      const messages = (await sources.streams?.read()) ?? null;
      return { books, messages, rest, restedAfterMs: rest.length === 0 ? tookMs : null };
    }
    await Bun.sleep(LOOK_MS);
  }
}

/** All that breaks a law in what was found of a shop that should be at rest. */
export function breachesOf({ books, messages, rest }: Findings, accepted: ReadonlySet<string>): Breaches {
  const inStreams = messages === null ? [] : breachesInStreams(books, messages);
  return [...new Set([...breachesAtRest(books, accepted), ...inStreams, ...rest])];
}

/** Waits until a shop that nobody uses any more has nothing under way, and holds its books against all laws. What is still under way when time is up is a breach. */
export async function auditShop({ accepted, ...options }: AuditOptions): Promise<Breaches> {
  return breachesOf(await settleShop(options), accepted);
}
