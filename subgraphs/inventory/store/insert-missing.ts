import { isDuplicateKey } from "@mercato/chassis/mongo";
import mongoose from "mongoose";

const BATCH = 500;

/** Whether all that went wrong is that documents of these ids are there already. */
function isOnlyDuplicates(error: unknown): boolean {
  if (!isDuplicateKey(error)) return false;
  if (!(error instanceof mongoose.mongo.MongoBulkWriteError)) return true;
  return [error.writeErrors].flat().every(({ code }) => code === error.code);
}

/** Inserts the documents whose ids are not taken. */
export async function insertMissing<Document extends { _id: string }>(
  collection: mongoose.mongo.Collection<Document>,
  documents: readonly Document[],
): Promise<void> {
  // In one order, for the same reason as batches of updates.
  const ordered = documents.toSorted((one, other) => (one._id < other._id ? -1 : 1));
  for (let start = 0; start < ordered.length; start += BATCH) {
    const batch = ordered.slice(start, start + BATCH) as mongoose.mongo.OptionalUnlessRequiredId<Document>[];
    try {
      await collection.insertMany(batch, { ordered: false });
    } catch (error) {
      if (!isOnlyDuplicates(error)) throw error;
    }
  }
}
