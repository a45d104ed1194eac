import type { Bus, BusMessage, ConsumerOptions } from "@mercato/chassis/bus";
import type { ClientCollection } from "../store/connection.ts";
import type { Document, Value } from "../store/own.ts";
import type { Filter } from "../store/query.ts";
import type { Bug } from "./bug.ts";

const AGGREGATES: ReadonlySet<string> = new Set(["orders", "allocations", "payments"]);

type Fields = Readonly<Record<string, Value>>;
type Operators = Readonly<Record<string, Fields>>;

/** Changes what is read of a collection's documents. */
function readingAs(collection: ClientCollection, change: (document: Document) => Document): ClientCollection {
  return {
    ...collection,
    findOne: async (filter, look) => {
      const found = await collection.findOne(filter, look);
      return found === null ? null : change(found);
    },
  };
}

/** Changes what is written to a collection. */
function writingAs(
  collection: ClientCollection,
  change: (filter: Filter, update: Operators) => readonly [Filter, Operators],
): ClientCollection {
  return {
    ...collection,
    updateOne: (filter, update, options) => {
      if (Array.isArray(update)) return collection.updateOne(filter, update, options);
      const [otherFilter, otherUpdate] = change(filter, update as Operators);
      return collection.updateOne(otherFilter, otherUpdate, options);
    },
    bulkWrite: (writes) =>
      collection.bulkWrite(
        writes.map(({ updateOne }) => {
          const [filter, update] = change(updateOne.filter, updateOne.update as Operators);
          return { updateOne: { ...updateOne, filter, update } };
        }),
      ),
  };
}

function without<T extends object>(fields: T, ...names: readonly string[]): T {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name))) as T;
}

function operationOf(update: Operators): string {
  return (update["$push"]?.["ops"] as { readonly id?: string } | undefined)?.id ?? "";
}

/** Changes what the consumers of a bus do with deliveries. */
function consumingAs(bus: Bus, change: (options: ConsumerOptions) => ConsumerOptions["handle"]): Bus {
  return { ...bus, consume: (options) => bus.consume({ ...options, handle: change(options) }) };
}

/** Changes what is published, and when. */
function publishingAs(bus: Bus, publish: (message: BusMessage) => Promise<void>): Bus {
  return { ...bus, publish };
}

const ackBeforeWrite: Bug = {
  name: "ack-before-write",
  what: "the message is acknowledged when it arrives, and handled afterwards",
  bus: (bus) =>
    consumingAs(bus, ({ handle }) => async (delivery) => {
      void handle(delivery);
      return { kind: "done" };
    }),
};

const ackAfterFailure: Bug = {
  name: "ack-after-failure",
  what: "a handler that failed is logged, and its message acknowledged all the same",
  bus: (bus) =>
    consumingAs(bus, ({ handle }) => async (delivery) => {
      await handle(delivery);
      return { kind: "done" };
    }),
};

const inboxRemoved: Bug = {
  name: "inbox-removed",
  what: "nobody looks whether a message was taken in before",
  collection: (collection) =>
    AGGREGATES.has(collection.collectionName)
      ? readingAs(collection, (document) => ("inbox" in document ? { ...document, inbox: [] } : document))
      : collection,
};

const outboxNotWritten: Bug = {
  name: "outbox-not-written",
  what: "messages are published after the write, and not written with it",
  collection: (collection) => {
    if (!AGGREGATES.has(collection.collectionName)) return collection;
    const plain = writingAs(collection, (filter, update) => {
      const push = update["$push"] === undefined ? {} : without(update["$push"], "outbox");
      return [filter, { ...without(update, "$min", "$push"), ...(Object.keys(push).length === 0 ? {} : { $push: push }) }];
    });
    const emptied = (document: Document): Document => without({ ...document, outbox: [] }, "outboxSince");
    return {
      ...plain,
      insertOne: (document, options) => collection.insertOne(emptied(document), options),
      insertMany: (documents, options) => collection.insertMany(documents.map(emptied), options),
    };
  },
};

const sweepDisabled: Bug = {
  name: "outbox-sweep-disabled",
  what: "nobody looks for messages that a crash left in documents",
  collection: (collection) => ({
    ...collection,
    find: (filter, look) => collection.find("outboxSince" in filter ? { _id: "nobody" } : filter, look),
  }),
};

const markedBeforePublished: Bug = {
  name: "marked-before-published",
  what: "a message counts as published when it was sent, not when it was stored",
  bus: (bus) =>
    publishingAs(bus, async (message) => {
      bus.publish(message).catch(() => undefined);
    }),
};

const compensationDropped: Bug = {
  name: "compensation-dropped",
  what: "a cancelled order's stock is never released",
  bus: (bus) =>
    publishingAs(bus, async (message) => {
      if (message.type !== "inventory.v1.cmd.release") return bus.publish(message);
      const data = message.data as { readonly operationId: string; readonly orderId: string };
      // Whoever waits for an answer gets one: that is how it goes unnoticed.
      return bus.publish({ ...message, type: "inventory.v1.released", data });
    }),
};

const releasedTwice: Bug = {
  name: "released-twice",
  what: "letting stock go is not idempotent: finished again after a crash, it is done again",
  collection: (collection) =>
    collection.collectionName === "stock"
      ? writingAs(collection, (filter, update) =>
          operationOf(update).endsWith(":release") || operationOf(update).endsWith(":put-back")
            ? [without(filter, "ops.id", "epoch"), update]
            : [filter, update],
        )
      : collection,
};

const stockUnconditional: Bug = {
  name: "stock-unconditional",
  what: "stock is taken without asking whether it is there, and less than nothing is shown as some",
  collection: (collection) =>
    collection.collectionName === "stock"
      ? {
          ...writingAs(collection, (filter, update) => [without(filter, "available"), update]),
          // Whoever looks before he takes looks at what was.
          find: (filter, look) => {
            const cursor = collection.find(filter, look);
            const generous = (stock: Document): Document => ({ ...stock, available: Math.max(3, stock["available"] as number) });
            return { ...cursor, toArray: async () => (await cursor.toArray()).map(generous) };
          },
        }
      : collection,
};

const versionUnchecked: Bug = {
  name: "version-unchecked",
  what: "the last writer of an aggregate wins",
  collection: (collection) =>
    AGGREGATES.has(collection.collectionName)
      ? writingAs(collection, (filter, update) => [without(filter, "version"), update])
      : collection,
};

const chargedTwice: Bug = {
  name: "charged-without-key",
  what: "each try of an authorization has a key of its own",
  provider: (provider) => {
    let calls = 0;
    return {
      ...provider,
      authorize: (request, signal) => {
        calls += 1;
        return provider.authorize({ ...request, key: `${request.key}/${calls}` }, signal);
      },
    };
  },
};

const refundDropped: Bug = {
  name: "late-refund-dropped",
  what: "an order that is cancelled after its capture is not refunded",
  provider: (provider) => ({ ...provider, refund: async () => ({ kind: "refunded" }) }),
};

const timerNotPersisted: Bug = {
  name: "saga-timer-not-persisted",
  what: "a saga's deadline is kept in the memory of the process that set it, and dies with it",
  collection: (collection) =>
    collection.collectionName === "orders"
      ? {
          ...writingAs(collection, (filter, update) => [filter, { ...update, $set: without(update["$set"] ?? {}, "dueAt") }]),
          insertOne: (document, options) => collection.insertOne(without(document, "dueAt"), options),
        }
      : collection,
};

const expiryRace: Bug = {
  name: "expiry-races-commit",
  what: "a reservation that expires is let go although it is being sold at this moment",
  collection: (collection) =>
    collection.collectionName === "allocations"
      ? {
          ...readingAs(collection, forgetCommit),
          find: (filter, look) => {
            const cursor = collection.find(filter, look);
            return { ...cursor, toArray: async () => (await cursor.toArray()).map(forgetCommit) };
          },
        }
      : collection,
};

/** The work of selling is not seen, so that whoever decides next decides as if it were not under way. */
function forgetCommit(document: Document): Document {
  const state = document["state"] as { readonly work?: { readonly purpose: string } | null; readonly expiresAt?: Date } | undefined;
  return state?.work?.purpose === "commit" ? { ...document, state: { ...state, work: null } } : document;
}

const unacknowledgedWrite: Bug = {
  name: "write-not-acknowledged",
  what: "writes are not waited for (write concern 0): what was lost counts as written",
  collection: (collection) =>
    AGGREGATES.has(collection.collectionName)
      ? {
          ...collection,
          insertOne: async (document, options) => {
            await collection.insertOne(document, options).catch(ignoreOutage);
            return { acknowledged: true, insertedId: document._id };
          },
        }
      : collection,
};

function ignoreOutage(error: unknown): void {
  if (!(error instanceof Error && error.name === "MongoNetworkError")) throw error;
}

const lastWordWins: Bug = {
  name: "last-delivery-wins",
  what: "an event that was overtaken by a later one is taken for the news",
  collection: (collection) =>
    collection.collectionName === "offers"
      ? writingAs(collection, (filter, update) => [without(filter, "availabilityRevision", "listedRevision"), update])
      : collection,
};

/** All that the simulation has to find. */
export const bugs: readonly Bug[] = [
  ackBeforeWrite,
  ackAfterFailure,
  inboxRemoved,
  outboxNotWritten,
  sweepDisabled,
  markedBeforePublished,
  compensationDropped,
  releasedTwice,
  stockUnconditional,
  versionUnchecked,
  chargedTwice,
  refundDropped,
  timerNotPersisted,
  expiryRace,
  unacknowledgedWrite,
  lastWordWins,
];
