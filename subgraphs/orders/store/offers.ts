import type { PayloadOf } from "@mercato/chassis/bus";
import { isDuplicateKey } from "@mercato/chassis/mongo";
import type { variantListed } from "@mercato/contracts/events/catalog";
import type { availabilityChanged } from "@mercato/contracts/events/inventory";
import mongoose from "mongoose";
import type { Offer } from "../domain/cart.ts";

/** What checkout knows of SKUs, told by catalog and inventory. */
export interface OfferStore {
  /** Those that are known, by SKU. A SKU that the catalog has not listed is not known. */
  loadMany(skus: readonly string[]): Promise<ReadonlyMap<string, Offer>>;
  /** Takes in the catalog's word, unless a later one is known. */
  putListing(listing: PayloadOf<typeof variantListed>): Promise<void>;
  /** Takes in inventory's word, unless a later one is known. */
  putAvailability(availability: PayloadOf<typeof availabilityChanged>): Promise<void>;
}

interface OfferDocument {
  _id: string;
  title?: string;
  amountMicros?: number;
  currency?: string;
  purchasable?: boolean;
  listedRevision?: number;
  available?: number;
  availabilityRevision?: number;
}

function toOffer(document: OfferDocument): Offer | null {
  const { _id, title, amountMicros, currency, purchasable } = document;
  if (title === undefined || amountMicros === undefined || currency === undefined) return null;
  return { sku: _id, title, price: { amountMicros, currency }, purchasable: purchasable ?? false, available: document.available ?? 0 };
}

export function createOfferStore(connection: mongoose.Connection): OfferStore {
  const schema = new mongoose.Schema({ _id: String }, { versionKey: false, strict: false });
  const collection = connection.model("Offer", schema, "offers").collection as unknown as mongoose.mongo.Collection<OfferDocument>;

  /** Writes when what is stored is older or missing; when it is not, the upsert collides with it, and that is that. */
  async function putNewer(
    sku: string,
    revisionField: "listedRevision" | "availabilityRevision",
    fields: Partial<OfferDocument>,
  ): Promise<void> {
    const filter = { _id: sku, [revisionField]: { $not: { $gte: fields[revisionField] } } } as mongoose.mongo.Filter<OfferDocument>;
    try {
      await collection.updateOne(filter, { $set: fields }, { upsert: true });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // Either a later revision is stored, or another writer made the document a moment ago: only then is there something left to write.
      await collection.updateOne(filter, { $set: fields });
    }
  }

  return {
    async loadMany(skus) {
      const documents = await collection.find({ _id: { $in: [...new Set(skus)] } }).toArray();
      return new Map(
        documents.flatMap((document) => {
          const offer = toOffer(document as OfferDocument);
          return offer === null ? [] : [[offer.sku, offer] as const];
        }),
      );
    },
    putListing: ({ sku, title, price, purchasable, revision }) =>
      putNewer(sku, "listedRevision", {
        title,
        amountMicros: price.amountMicros,
        currency: price.currency,
        purchasable,
        listedRevision: revision,
      }),
    putAvailability: ({ sku, available, revision }) => putNewer(sku, "availabilityRevision", { available, availabilityRevision: revision }),
  };
}
