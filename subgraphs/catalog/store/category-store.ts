import { type Database, isDuplicateKey } from "@mercato/chassis/mongo";
import mongoose from "mongoose";
import type { Category } from "../domain/category.ts";

interface StoredCategory {
  _id: string;
  name: string;
  parentId: string | null;
}

/** The categories. Their ids follow from their names, so that making one twice is making it once. */
export interface CategoryStore {
  /** Makes those that are missing; those that are there stay as they are. Parents come before their children. */
  ensure(categories: readonly Category[]): Promise<void>;
  byIds(ids: readonly string[]): Promise<readonly Category[]>;
  /** Every category, by name, in one query. */
  all(): Promise<readonly Category[]>;
}

function toCategory({ _id, name, parentId }: StoredCategory): Category {
  return { id: _id, name, parentId };
}

/** Opens the categories' collection. */
export function openCategoryStore(database: Database): CategoryStore {
  const schema = new mongoose.Schema<StoredCategory>(
    { _id: { type: String, required: true }, name: { type: String, required: true }, parentId: { type: String, default: null } },
    { versionKey: false, strict: "throw" },
  );
  const model = database.connection.model("Category", schema, "categories");

  async function missingOf(categories: readonly Category[]): Promise<readonly Category[]> {
    if (categories.length === 0) return [];
    const found = await model.find({ _id: { $in: categories.map(({ id }) => id) } }, { _id: 1 }).lean();
    const known = new Set(found.map(({ _id }) => _id));
    return categories.filter(({ id }) => !known.has(id));
  }

  /** In order, so that no category is ever there before its parent. False when another import made one of them at the same moment. */
  async function insert(categories: readonly Category[]): Promise<boolean> {
    try {
      await model.insertMany(
        categories.map(({ id, name, parentId }) => ({ _id: id, name, parentId })),
        { ordered: true },
      );
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  return {
    async ensure(categories) {
      const distinct = [...new Map(categories.map((category) => [category.id, category])).values()];
      let missing = await missingOf(distinct);
      while (missing.length > 0) missing = (await insert(missing)) ? [] : await missingOf(missing);
    },
    async byIds(ids) {
      return (await model.find({ _id: { $in: [...ids] } }).lean()).map(toCategory);
    },
    async all() {
      return (await model.find().lean()).map(toCategory).toSorted((a, b) => a.name.localeCompare(b.name, "en") || (a.id < b.id ? -1 : 1));
    },
  };
}
