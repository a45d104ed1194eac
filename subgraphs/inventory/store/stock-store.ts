import type { Clock, Randomness } from "@mercato/chassis/clock";
import { ensureIndexes } from "@mercato/chassis/mongo";
import mongoose from "mongoose";
import type { StockChange } from "../domain/stock.ts";
import { stockIdOf } from "../domain/stock.ts";
import { createGatherer } from "./gather.ts";
import { insertMissing } from "./insert-missing.ts";
import type { AppliedOperation, ConditionalChange, KeptStock, Stock, StockOperation, StockStore } from "./ports.ts";

interface StockDocument {
  _id: string;
  sku: string;
  location: string;
  onHand: number;
  reserved: number;
  /** onHand − reserved, stored so that it can be a condition. */
  available: number;
  /** Operations that are in the quantities and whose own documents may not know it. Bounded by what is under way. */
  ops: AppliedOperation[];
  epoch: number;
  revision: number;
  announced: number;
  /** Since when the keeper has something to do here; absent when it has not. Found by a sparse index. */
  lookAt?: Date;
}

type Write = mongoose.mongo.AnyBulkWriteOperation<StockDocument>;

/** So many documents are written in one go: enough to save round trips, few enough that nobody waits long for one that is hot. */
const BATCH = 100;

/** Commands of many orders run at once: what they read and write goes together. */
const GATHERING = { width: 2, limit: BATCH } as const;

function toStock(document: StockDocument): Stock {
  const { _id, ops, lookAt: _lookAt, ...rest } = document;
  return { ...rest, id: _id, operations: ops };
}

/** What a change does to the quantities; `sign` −1 takes it back. */
function moved({ onHand, reserved }: Pick<StockChange, "onHand" | "reserved">, sign: 1 | -1) {
  return { onHand: sign * onHand, reserved: sign * reserved, available: sign * (onHand - reserved), revision: 1 };
}

function applying(operation: StockOperation, change: ConditionalChange, lookAt: Date): Write {
  const { stockId, epoch, needs, onHand, reserved } = change;
  return {
    updateOne: {
      filter: { _id: stockId, epoch, "ops.id": { $ne: operation.id }, ...(needs > 0 ? { available: { $gte: needs } } : {}) },
      update: {
        $inc: moved(change, 1),
        $push: { ops: { id: operation.id, owner: operation.owner, onHand, reserved } },
        $min: { lookAt },
      },
    },
  };
}

function reversing(opId: string, change: StockChange, lookAt: Date): Write {
  return {
    updateOne: {
      filter: { _id: change.stockId, "ops.id": opId },
      update: { $inc: { ...moved(change, -1), epoch: 1 }, $pull: { ops: { id: opId } }, $min: { lookAt } },
    },
  };
}

function fencing(opId: string, stockId: string): Write {
  return { updateOne: { filter: { _id: stockId, "ops.id": { $ne: opId } }, update: { $inc: { epoch: 1 } } } };
}

function keeping({ id, revision, settled, lookAt }: KeptStock): Write {
  return {
    updateOne: {
      filter: { _id: id, revision },
      update: {
        $set: { announced: revision, ...(lookAt === null ? {} : { lookAt }) },
        ...(lookAt === null ? { $unset: { lookAt: true } } : {}),
        ...(settled.length === 0 ? {} : { $pull: { ops: { id: { $in: [...settled] } } }, $inc: { epoch: 1 } }),
      },
    },
  };
}

function forgetting({ id, settled }: Pick<KeptStock, "id" | "settled">): Write {
  const ids = [...settled];
  return {
    updateOne: { filter: { _id: id, "ops.id": { $in: ids } }, update: { $pull: { ops: { id: { $in: ids } } }, $inc: { epoch: 1 } } },
  };
}

/** Opens the stock collection and its indexes. */
export async function openStockStore(
  connection: mongoose.Connection,
  ports: { readonly clock: Clock; readonly randomness: Randomness },
): Promise<StockStore> {
  const { clock } = ports;
  const schema = new mongoose.Schema({ _id: String }, { versionKey: false, strict: false }).index({ lookAt: 1 }, { sparse: true });
  const model = connection.model("Stock", schema, "stock");
  await ensureIndexes([model], ports);
  // The driver's own collection: the documents are ours alone, and bulk writes need no casting.
  const collection = model.collection as unknown as mongoose.mongo.Collection<StockDocument>;

  /**
   * Servers may run a batch as one transaction that holds a lock on each document it has written: batches must take documents in one order, or
   * two of them wait for each other.
   */
  async function write<T>(targets: readonly T[], idOf: (target: T) => string, toWrite: (target: T) => Write): Promise<number> {
    const ordered = targets.toSorted((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
    let matched = 0;
    for (let start = 0; start < ordered.length; start += BATCH) {
      const writes = ordered.slice(start, start + BATCH).map(toWrite);
      matched += (await collection.bulkWrite(writes, { ordered: false })).matchedCount;
    }
    return matched;
  }

  async function read(stockIds: readonly string[]): Promise<ReadonlyMap<string, Stock>> {
    const documents = await collection.find({ _id: { $in: [...new Set(stockIds)] } }).toArray();
    return new Map(documents.map((document) => [document._id, toStock(document)]));
  }

  /** Resolves to how many of some changes were taken. */
  async function applyAll(applications: readonly Application[]): Promise<(mine: readonly Application[]) => number> {
    const lookAt = clock.now();
    const matched = await write(
      applications,
      ({ change }) => change.stockId,
      ({ operation, change }) => applying(operation, change, lookAt),
    );
    if (matched === applications.length) return (mine) => mine.length;
    // The server tells how many, not which. Whoever has the operation now has taken it, from this batch or from another's.
    const found = await read(applications.map(({ change }) => change.stockId));
    return (mine) => mine.filter(({ operation, change }) => hasOperation(found.get(change.stockId), operation.id)).length;
  }

  const gatherReads = createGatherer(GATHERING, read);
  const gatherApplications = createGatherer(GATHERING, applyAll);

  return {
    read: gatherReads,
    async create(location, skus) {
      const empty = { onHand: 0, reserved: 0, available: 0, ops: [], epoch: 0, revision: 0, announced: 0 };
      const documents = skus.map((sku) => ({ _id: stockIdOf(location, sku), sku, location, ...empty }));
      await insertMissing(collection, documents);
    },
    async apply(operation, changes) {
      const applications = changes.map((change) => ({ operation, change }));
      return (await gatherApplications(applications))(applications);
    },
    async reverse(opId, changes) {
      const lookAt = clock.now();
      await write(changes, byStockId, (change) => reversing(opId, change, lookAt));
    },
    fence: (opId, stockIds) =>
      write(
        stockIds,
        (id) => id,
        (id) => fencing(opId, id),
      ),
    async due(now, limit) {
      const documents = await collection
        .find({ lookAt: { $lte: now } })
        .sort({ lookAt: 1 })
        .limit(limit)
        .toArray();
      return documents.map(toStock);
    },
    keep: (kept) => write(kept, ({ id }) => id, keeping),
    async forget(settled) {
      await write(
        settled.filter((one) => one.settled.length > 0),
        ({ id }) => id,
        forgetting,
      );
    },
  };
}

/** One change of one operation. */
interface Application {
  readonly operation: StockOperation;
  readonly change: ConditionalChange;
}

function hasOperation(stock: Stock | undefined, opId: string): boolean {
  return stock?.operations.some(({ id }) => id === opId) ?? false;
}

function byStockId({ stockId }: StockChange): string {
  return stockId;
}
