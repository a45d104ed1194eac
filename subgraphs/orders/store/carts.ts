import { isDuplicateKey } from "@mercato/chassis/mongo";
import mongoose from "mongoose";
import type { Cart, CartLine } from "../domain/cart.ts";
import type { OrderAdjustment } from "../domain/order.ts";

export interface CartStore {
  load(id: string): Promise<Cart | null>;
  /** False when there is a cart of this id already. */
  insert(cart: Cart): Promise<boolean>;
  /** Writes a changed cart on the condition that it still has the version that was read. False when it has not. */
  replace(cart: Cart, now: Date): Promise<boolean>;
  /** Closes the cart: an order was made of it. */
  markOrdered(id: string): Promise<void>;
}

type CartDocument = Omit<Cart, "id" | "lines" | "adjustments"> & { _id: string; lines: CartLine[]; adjustments: OrderAdjustment[] };

function toCart({ _id, ...cart }: CartDocument): Cart {
  return { id: _id, ...cart };
}

function toDocument({ id, lines, adjustments, ...cart }: Cart): CartDocument {
  return { _id: id, ...cart, lines: [...lines], adjustments: [...adjustments] };
}

/** Carts are reached by id alone. */
export function createCartStore(connection: mongoose.Connection): CartStore {
  const { Mixed } = mongoose.Schema.Types;
  const schema = new mongoose.Schema(
    { _id: String, version: Number, ownerId: String, lines: Mixed, adjustments: Mixed, ordered: Boolean, createdAt: Date, updatedAt: Date },
    { versionKey: false, strict: false },
  );
  const model = connection.model("Cart", schema, "carts");
  const collection = model.collection as unknown as mongoose.mongo.Collection<CartDocument>;
  return {
    async load(id) {
      const found = await collection.findOne({ _id: id });
      return found === null ? null : toCart(found as CartDocument);
    },
    async insert(cart) {
      try {
        await collection.insertOne(toDocument(cart));
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async replace(cart, now) {
      const { _id, ...document } = toDocument({ ...cart, version: cart.version + 1, updatedAt: now });
      const { matchedCount } = await collection.updateOne({ _id, version: cart.version, ordered: false }, { $set: document });
      return matchedCount === 1;
    },
    async markOrdered(id) {
      await collection.updateOne({ _id: id }, { $set: { ordered: true } });
    },
  };
}
