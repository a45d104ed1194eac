import type mongoose from "mongoose";
import type { OutboxSource } from "../outbox/index.ts";
import type { SagaDueSource } from "../saga/index.ts";
import type { AggregateDocument } from "./document.ts";
import { SENT_KEPT } from "./sent.ts";

/**
 * Takes entries off and remembers them as sent; what is left says since when it waits. One update, so that no write can come between. Done twice
 * it takes nothing off, and so remembers nothing twice.
 */
function withoutEntries(messageIds: readonly string[]): mongoose.mongo.BSON.Document[] {
  const isSent = { $in: ["$$entry.id", [...messageIds]] };
  const left = { $filter: { input: "$outbox", as: "entry", cond: { $not: [isSent] } } };
  const taken = { $filter: { input: "$outbox", as: "entry", cond: isSent } };
  const sent = { $slice: [{ $concatArrays: [{ $ifNull: ["$sent", []] }, taken] }, -SENT_KEPT] };
  const oldest = { $arrayElemAt: ["$outbox.at", 0] };
  return [{ $set: { outbox: left, sent } }, { $set: { outboxSince: { $cond: [{ $eq: [{ $size: "$outbox" }, 0] }, "$$REMOVE", oldest] } } }];
}

/** A backlog beyond this is a backlog. */
const COUNTED = 10_000;
/** Who watches a database that is slow must not make it slower. */
const LOOK_MS = 1_000;

/** Finds the documents for which time itself has work: messages that wait to be published, sagas that waited long enough. */
export function createWaitingSources<State, Event>(
  context: string,
  collection: () => mongoose.mongo.Collection<AggregateDocument<State, Event>>,
): OutboxSource & SagaDueSource {
  type Filter = mongoose.mongo.Filter<AggregateDocument<State, Event>>;
  return {
    async pending(before, limit) {
      const documents = await collection()
        .find({ outboxSince: { $lte: before } } as Filter, { projection: { outbox: 1 } })
        .sort({ outboxSince: 1 })
        .limit(limit)
        .toArray();
      return documents.map(({ _id, outbox }) => ({ documentId: String(_id), entries: outbox }));
    },
    async published(documentId, messageIds) {
      await collection().updateOne({ _id: documentId } as Filter, withoutEntries(messageIds));
    },
    async backlog() {
      const waiting = { outboxSince: { $gt: new Date(0) } } as Filter;
      const [pending, oldest] = await Promise.all([
        collection().countDocuments(waiting, { limit: COUNTED, maxTimeMS: LOOK_MS }),
        collection()
          .find(waiting, { projection: { outboxSince: 1 }, maxTimeMS: LOOK_MS })
          .sort({ outboxSince: 1 })
          .limit(1)
          .next(),
      ]);
      return { context, collection: collection().collectionName, pending, oldestAt: oldest?.outboxSince ?? null };
    },
    async due(now, limit) {
      const documents = await collection()
        .find({ dueAt: { $lte: now } } as Filter, { projection: { _id: 1 } })
        .sort({ dueAt: 1 })
        .limit(limit)
        .toArray();
      return documents.map(({ _id }) => String(_id));
    },
  };
}
