import type { Clock, Randomness } from "@mercato/chassis/clock";
import { ensureIndexes, isDuplicateKey } from "@mercato/chassis/mongo";
import mongoose from "mongoose";
import type { Booking, BookingStatus } from "../domain/booking.ts";
import type { BookingStore } from "./ports.ts";

/** `lookAt` is when others may finish it; absent once it is over. Found by a sparse index. */
type BookingDocument = Omit<Booking, "id"> & { _id: string; lookAt?: Date };

function toBooking({ _id, lookAt: _lookAt, ...rest }: BookingDocument): Booking {
  return { id: _id, ...rest };
}

const IS_OVER: ReadonlySet<BookingStatus> = new Set(["booked", "refused"]);

/** Opens the collection of deliveries and adjustments, and its indexes. */
export async function openBookingStore(
  connection: mongoose.Connection,
  ports: { readonly clock: Clock; readonly randomness: Randomness },
): Promise<BookingStore> {
  const schema = new mongoose.Schema({ _id: String }, { versionKey: false, strict: false }).index({ lookAt: 1 }, { sparse: true });
  const model = connection.model("Booking", schema, "bookings");
  await ensureIndexes([model], ports);
  const collection = model.collection as unknown as mongoose.mongo.Collection<BookingDocument>;

  async function load(id: string): Promise<Booking | null> {
    const document = await collection.findOne({ _id: id });
    return document === null ? null : toBooking(document as BookingDocument);
  }

  return {
    load,
    async begin(booking, lookAt) {
      const { id, ...rest } = booking;
      try {
        await collection.insertOne({ _id: id, ...rest, ...(IS_OVER.has(booking.status) ? {} : { lookAt }) });
        return { booking, isNew: true };
      } catch (error) {
        const stored = isDuplicateKey(error) ? await load(id) : null;
        if (stored === null) throw error;
        return { booking: stored, isNew: false };
      }
    },
    async move(id, from, { status, available, lookAt }) {
      await collection.updateOne(
        { _id: id, status: from },
        {
          $set: { status, ...(available === undefined ? {} : { available }), ...(lookAt === null ? {} : { lookAt }) },
          ...(lookAt === null ? { $unset: { lookAt: true } } : {}),
        },
      );
    },
    async due(now, limit) {
      const documents = await collection
        .find({ lookAt: { $lte: now } }, { projection: { _id: 1 } })
        .sort({ lookAt: 1 })
        .limit(limit)
        .toArray();
      return documents.map(({ _id }) => _id);
    },
    async statuses(ids) {
      const documents = await collection.find({ _id: { $in: [...new Set(ids)] } }, { projection: { status: 1 } }).toArray();
      return new Map(documents.map(({ _id, status }) => [_id, status]));
    },
  };
}
