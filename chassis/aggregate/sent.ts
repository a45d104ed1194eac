import type mongoose from "mongoose";
import type { AggregateDocument, WaitingEntry } from "./document.ts";

/** How many of its published messages a document remembers. An order of many parts makes about twenty in its life. */
export const SENT_KEPT = 50;

/** What one document has published. */
export interface SentMessages {
  readonly documentId: string;
  /** In the order in which they were written. */
  readonly entries: readonly WaitingEntry[];
}

/**
 * What the documents of a collection have published since a time, document by document, as they published it: same ids, same content. Reads the
 * whole collection: for operators, not for requests.
 */
export async function* readSentSince(
  collection: Pick<mongoose.mongo.Collection<AggregateDocument<unknown, unknown>>, "find">,
  since: Date,
): AsyncGenerator<SentMessages> {
  const found = collection.find({ "sent.at": { $gte: since } }, { projection: { sent: 1 } });
  for await (const { _id, sent = [] } of found) yield { documentId: _id, entries: sent.filter(({ at }) => at >= since) };
}
