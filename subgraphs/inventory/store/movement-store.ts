import type { Clock, Randomness } from "@mercato/chassis/clock";
import { ensureIndexes } from "@mercato/chassis/mongo";
import mongoose from "mongoose";
import type { Movement } from "../domain/stock.ts";
import { createGatherer } from "./gather.ts";
import { insertMissing } from "./insert-missing.ts";
import type { MovementStore } from "./ports.ts";

type MovementDocument = Omit<Movement, "id"> & { _id: string };

function toMovement({ _id, ...rest }: MovementDocument): Movement {
  return { id: _id, ...rest };
}

/** Opens the ledger and its indexes. */
export async function openMovementStore(
  connection: mongoose.Connection,
  ports: { readonly clock: Clock; readonly randomness: Randomness },
): Promise<MovementStore> {
  const schema = new mongoose.Schema({ _id: String }, { versionKey: false, strict: false }).index({ stockId: 1, recordedAt: -1, _id: -1 });
  const model = connection.model("Movement", schema, "movements");
  await ensureIndexes([model], ports);
  const collection = model.collection as unknown as mongoose.mongo.Collection<MovementDocument>;

  return {
    record: createGatherer<Movement, void>({ width: 2, limit: 100 }, (movements) =>
      insertMissing(
        collection,
        movements.map(({ id, ...rest }) => ({ _id: id, ...rest })),
      ),
    ),
    async find(id) {
      const document = await collection.findOne({ _id: id });
      return document === null ? null : toMovement(document as MovementDocument);
    },
    async page(stockId, { limit, after }) {
      const older =
        after === null
          ? {}
          : { $or: [{ recordedAt: { $lt: after.recordedAt } }, { recordedAt: after.recordedAt, _id: { $lt: after.id } }] };
      const documents = await collection
        .find({ stockId, ...older })
        .sort({ recordedAt: -1, _id: -1 })
        .limit(limit)
        .toArray();
      return documents.map((document) => toMovement(document as MovementDocument));
    },
    async sums(stockIds) {
      const groups = await collection
        .aggregate<{ _id: string; sum: number }>([
          { $match: { stockId: { $in: [...new Set(stockIds)] } } },
          { $group: { _id: "$stockId", sum: { $sum: "$quantity" } } },
        ])
        .toArray();
      return new Map(groups.map(({ _id, sum }) => [_id, Number(sum)]));
    },
  };
}
