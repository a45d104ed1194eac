import { type AggregateModel, aggregateSchema, createAggregateStore, type MongoAggregateStore } from "@mercato/chassis/aggregate";
import type { Clock, Randomness } from "@mercato/chassis/clock";
import { type Database, ensureIndexes } from "@mercato/chassis/mongo";
import { evolve, type Product, type ProductEvent } from "../domain/product.ts";

/** Where products are stored. */
export type ProductModel = Pick<AggregateModel<Product, ProductEvent>, "collection">;
export type ProductStore = MongoAggregateStore<Product, ProductEvent>;

/** The products' collection, with an index for every way that products are looked for. */
export async function openProductCollection(
  database: Database,
  ports: { readonly clock: Clock; readonly randomness: Randomness },
): Promise<ProductModel> {
  const schema = aggregateSchema<Product, ProductEvent>();
  // A SKU belongs to one product, whoever writes at the same time: the server refuses the second.
  schema.index({ "state.skus": 1 }, { unique: true, name: "skus" });
  schema.index({ "state.slug": 1 }, { unique: true, name: "slug" });
  schema.index({ createdAt: -1, _id: 1 }, { name: "newest" });
  schema.index({ "state.status": 1, createdAt: -1, _id: 1 }, { name: "status-newest" });
  schema.index({ "state.shelves": 1, "state.status": 1, createdAt: -1, _id: 1 }, { name: "shelf-newest" });
  schema.index({ "state.words": 1, _id: 1 }, { name: "words" });
  schema.index(
    { "state.words": "text", "state.description": "text" },
    { name: "text", weights: { "state.words": 10, "state.description": 1 }, default_language: "english" },
  );
  const model = database.connection.model("Product", schema, "products");
  await ensureIndexes([model], ports);
  return model;
}

/** Products as aggregates, for those who change them. */
export function createProductStore(model: ProductModel, options: { readonly clock: Clock; readonly randomness: Randomness }): ProductStore {
  return createAggregateStore<Product, ProductEvent>({ model, context: "catalog", evolve, ...options });
}
