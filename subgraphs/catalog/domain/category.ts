import { slugOf } from "./words.ts";

/** A shelf of the shop. */
export interface Category {
  /** A path of slugs from the root, e.g. "home/candles". */
  readonly id: string;
  readonly name: string;
  /** Null for a root. */
  readonly parentId: string | null;
}

const LARGEST_DEPTH = 8;
const NAME_LENGTH = 80;
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/**
 * The categories along a path of names, root first; null when the path cannot be used. Names that differ in case, accents or punctuation only
 * are one category.
 */
export function categoriesAlong(names: readonly string[]): readonly Category[] | null {
  if (names.length === 0 || names.length > LARGEST_DEPTH) return null;
  const categories: Category[] = [];
  for (const raw of names) {
    const name = raw.trim();
    const slug = slugOf(name);
    if (slug === "" || name.length > NAME_LENGTH || UNPRINTABLE.test(name)) return null;
    const parentId = categories.at(-1)?.id ?? null;
    categories.push({ id: parentId === null ? slug : `${parentId}/${slug}`, name, parentId });
  }
  return categories;
}

/** The ids of a category and of all above it, root first. */
export function shelvesOf(categoryId: string): readonly string[] {
  const slugs = categoryId.split("/");
  return slugs.map((_, index) => slugs.slice(0, index + 1).join("/"));
}
