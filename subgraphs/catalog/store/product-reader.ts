import type { AggregateDocument } from "@mercato/chassis/aggregate";
import type mongoose from "mongoose";
import type { Product, ProductEvent } from "../domain/product.ts";
import { wordsOf } from "../domain/words.ts";
import type { ProductModel } from "./product-collection.ts";

/** A product as it is shown: without its history and its waiting messages. */
export interface ProductRecord {
  readonly id: string;
  readonly state: Product;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Which products of a list are asked for. */
export interface ProductFilter {
  /** Only this category and those below it; null for all. */
  readonly categoryId: string | null;
  /** Whether products that are not on sale are listed too. */
  readonly unpublished: boolean;
}

/** A place in the list of newest products: creation time in milliseconds since 1970, then id. */
export type NewestPosition = readonly [createdAtMs: number, id: string];
/** A place in a list of search results: score, highest first, then id. */
export type ScorePosition = readonly [score: number, id: string];

export interface Page<Position> {
  /** The most that is wanted. */
  readonly limit: number;
  /** Only what comes after it. */
  readonly after: Position | null;
}

export interface ScoredProduct {
  readonly score: number;
  readonly product: ProductRecord;
}

/** Queries over products. Each is one command to the database, by an index. */
export interface ProductReader {
  byIds(ids: readonly string[]): Promise<readonly ProductRecord[]>;
  bySlug(slug: string): Promise<ProductRecord | null>;
  bySkus(skus: readonly string[]): Promise<readonly ProductRecord[]>;
  /** The product of each SKU that has one. */
  ownersOf(skus: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** The product of each slug that is taken. */
  slugsTaken(slugs: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Newest first. */
  newest(filter: ProductFilter, page: Page<NewestPosition>): Promise<readonly ProductRecord[]>;
  /** Products with any of the words, those that match best first. */
  search(text: string, filter: ProductFilter, page: Page<ScorePosition>): Promise<readonly ScoredProduct[]>;
  /** Products in whose titles every one of the words begins a word, by id. */
  searchPrefixes(text: string, filter: ProductFilter, page: Page<string>): Promise<readonly ProductRecord[]>;
}

type StoredProduct = Pick<AggregateDocument<Product, ProductEvent>, "_id" | "state" | "createdAt" | "updatedAt">;
type Filter = mongoose.mongo.Filter<StoredProduct>;

const SHOWN = { state: 1, createdAt: 1, updatedAt: 1 } as const;
const MOST_WORDS = 16;

function toRecord({ _id, state, createdAt, updatedAt }: StoredProduct): ProductRecord {
  return { id: _id, state, createdAt, updatedAt };
}

function conditionOf({ categoryId, unpublished }: ProductFilter): Filter {
  return {
    ...(categoryId === null ? {} : { "state.shelves": categoryId }),
    ...(unpublished ? {} : { "state.status": "PUBLISHED" }),
  };
}

/** The bound on the first key lets an index start there; the tie-break alone would not. */
function afterNewest([createdAtMs, id]: NewestPosition): Filter {
  const createdAt = new Date(createdAtMs);
  return { createdAt: { $lte: createdAt }, $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $gt: id } }] };
}

function afterScore([score, id]: ScorePosition): mongoose.mongo.BSON.Document {
  return { $match: { $or: [{ score: { $lt: score } }, { score, _id: { $gt: id } }] } };
}

/** Words only, so that nothing in it is an operator of the server's query language; with accents and without, since servers differ there. */
function searchText(text: string): string {
  const asWritten = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return [...new Set([...wordsOf(text, MOST_WORDS), ...asWritten.slice(0, MOST_WORDS)])].join(" ");
}

/** Reads products of the collection that `model` stands for. */
export function createProductReader(model: ProductModel): ProductReader {
  // The driver's own collection: what is read goes out as it is, without casting each document.
  const collection = () => model.collection as unknown as mongoose.mongo.Collection<StoredProduct>;
  const find = async (filter: Filter) => (await collection().find(filter, { projection: SHOWN }).toArray()).map(toRecord);

  return {
    byIds: (ids) => find({ _id: { $in: [...ids] } }),
    bySlug: async (slug) => (await find({ "state.slug": slug }))[0] ?? null,
    bySkus: (skus) => find({ "state.skus": { $in: [...skus] } }),
    async ownersOf(skus) {
      const found = await collection()
        .find({ "state.skus": { $in: [...skus] } }, { projection: { "state.skus": 1 } })
        .toArray();
      return new Map(found.flatMap(({ _id, state }) => state.skus.map((sku) => [sku, _id] as const)));
    },
    async slugsTaken(slugs) {
      const found = await collection()
        .find({ "state.slug": { $in: [...slugs] } }, { projection: { "state.slug": 1 } })
        .toArray();
      return new Map(found.map(({ _id, state }) => [state.slug, _id]));
    },
    async newest(filter, { limit, after }) {
      const found = await collection()
        .find({ ...conditionOf(filter), ...(after === null ? {} : afterNewest(after)) }, { projection: SHOWN })
        .sort({ createdAt: -1, _id: 1 })
        .limit(limit)
        .toArray();
      return found.map(toRecord);
    },
    async search(text, filter, { limit, after }) {
      const found = await collection()
        .aggregate<StoredProduct & { readonly score: number }>([
          { $match: { $text: { $search: searchText(text) }, ...conditionOf(filter) } },
          { $project: { ...SHOWN, score: { $meta: "textScore" } } },
          ...(after === null ? [] : [afterScore(after)]),
          { $sort: { score: -1, _id: 1 } },
          { $limit: limit },
        ])
        .toArray();
      return found.map((stored) => ({ score: stored.score, product: toRecord(stored) }));
    },
    async searchPrefixes(text, filter, { limit, after }) {
      const words = wordsOf(text, MOST_WORDS);
      if (words.length === 0) return [];
      // Words hold letters and digits only: none of them means anything in a regular expression.
      const prefixes = words.map((word) => ({ "state.words": { $regex: `^${word}` } }));
      const found = await collection()
        .find({ $and: prefixes, ...conditionOf(filter), ...(after === null ? {} : { _id: { $gt: after } }) }, { projection: SHOWN })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return found.map(toRecord);
    },
  };
}
