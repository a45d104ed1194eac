import type { Clock, Randomness } from "@mercato/chassis/clock";
import { ensureIndexes, isDuplicateKey } from "@mercato/chassis/mongo";
import mongoose from "mongoose";

/** What a member of staff did with a message that could not be handled. */
export interface DeadLetterAction {
  readonly id: string;
  readonly kind: "redrive" | "discard";
  readonly deadLetterId: number;
  readonly messageId: string;
  readonly consumer: string;
  readonly by: string;
  readonly reason: string;
  readonly at: Date;
  /** Null when it is not known to have come about. */
  readonly doneAt: Date | null;
}

export interface DeadLetterActionPosition {
  readonly at: Date;
  readonly id: string;
}

export interface DeadLetterActionStore {
  /** Writes down what is about to be done. One entry for a kind of action and a dead letter: the first to want it stays. */
  begin(action: Omit<DeadLetterAction, "id" | "doneAt">): Promise<DeadLetterAction>;
  /** Writes down that it is done, once. */
  finish(id: string, doneAt: Date): Promise<void>;
  /** Null when nobody wanted it. */
  find(kind: DeadLetterAction["kind"], deadLetterId: number): Promise<DeadLetterAction | null>;
  /** Newest first. */
  list(page: { readonly limit: number; readonly after: DeadLetterActionPosition | null }): Promise<readonly DeadLetterAction[]>;
}

type Document = Omit<DeadLetterAction, "id"> & { _id: string };

function toAction({ _id, ...action }: Document): DeadLetterAction {
  return { id: _id, ...action };
}

function idOf(kind: DeadLetterAction["kind"], deadLetterId: number): string {
  return `${kind}:${deadLetterId}`;
}

/** Creates its index, then hands the store out. */
export async function createDeadLetterActionStore(options: {
  readonly connection: mongoose.Connection;
  readonly clock: Clock;
  readonly randomness: Randomness;
}): Promise<DeadLetterActionStore> {
  const schema = new mongoose.Schema({ _id: String }, { versionKey: false, strict: false }).index({ at: -1, _id: -1 });
  const model = options.connection.model("DeadLetterAction", schema, "dead_letter_actions");
  await ensureIndexes([model], options);
  const collection = model.collection as unknown as mongoose.mongo.Collection<Document>;

  async function find(kind: DeadLetterAction["kind"], deadLetterId: number): Promise<DeadLetterAction | null> {
    const found = await collection.findOne({ _id: idOf(kind, deadLetterId) });
    return found === null ? null : toAction(found as Document);
  }

  return {
    find,
    async begin(action) {
      const document: Document = { _id: idOf(action.kind, action.deadLetterId), ...action, doneAt: null };
      try {
        await collection.insertOne(document);
        return toAction(document);
      } catch (error) {
        const existing = isDuplicateKey(error) ? await find(action.kind, action.deadLetterId) : null;
        if (existing === null) throw error;
        return existing;
      }
    },
    async finish(id, doneAt) {
      await collection.updateOne({ _id: id, doneAt: null }, { $set: { doneAt } });
    },
    async list({ limit, after }) {
      const earlier = after === null ? {} : { at: { $lte: after.at }, $or: [{ at: { $lt: after.at } }, { _id: { $lt: after.id } }] };
      const found = await collection.find(earlier).sort({ at: -1, _id: -1 }).limit(limit).toArray();
      return found.map((document) => toAction(document as Document));
    },
  };
}
