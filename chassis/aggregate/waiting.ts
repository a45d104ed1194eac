import type mongoose from "mongoose";
import type { OutboxSource } from "../outbox/index.ts";
import type { SagaDueSource } from "../saga/index.ts";
import type { AggregateDocument } from "./document.ts";

/** Takes entries off; what is left says since when it waits. One update, so that no write can come between the two. */
function withoutEntries(messageIds: readonly string[]): mongoose.mongo.BSON.Document[] {
  const left = { $filter: { input: "$outbox", as: "entry", cond: { $not: [{ $in: ["$$entry.id", [...messageIds]] }] } } };
  const oldest = { $arrayElemAt: ["$outbox.at", 0] };
  return [{ $set: { outbox: left } }, { $set: { outboxSince: { $cond: [{ $eq: [{ $size: "$outbox" }, 0] }, "$$REMOVE", oldest] } } }];
}

/** Finds the documents for which time itself has work: messages that wait to be published, sagas that waited long enough. */
export function createWaitingSources<State, Event>(
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
