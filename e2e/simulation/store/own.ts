/** A document, or what is in one: plain data, as the database would give it back. */
export type Value = unknown;
export type Document = { readonly _id: string; readonly [field: string]: Value };

/** What the store has taken in. Nobody can change it any more, so it can be handed out as it is. */
const owned = new WeakSet<object>();

/**
 * Takes a value in: a copy without what BSON cannot hold, deeply frozen, so that what reads share can be changed by nobody unnoticed. What is
 * owned already is not copied again.
 * @param ignoreUndefined whether undefined fields are left out; else they become null, as the driver has it.
 */
export function own(value: Value, ignoreUndefined: boolean): Value {
  if (value === undefined) return null;
  if (typeof value === "function" || typeof value === "symbol" || typeof value === "bigint") {
    throw new TypeError(`the simulated store does not take a ${typeof value}`);
  }
  if (typeof value !== "object" || value === null || value instanceof Date || owned.has(value)) return value;
  const copy = Array.isArray(value) ? value.map((item) => own(item, ignoreUndefined)) : ownFields(value, ignoreUndefined);
  owned.add(Object.freeze(copy));
  return copy;
}

function ownFields(value: object, ignoreUndefined: boolean): object {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new TypeError("the simulated store takes plain data only");
  const copy: Record<string, Value> = {};
  for (const [field, one] of Object.entries(value)) {
    if (one !== undefined || !ignoreUndefined) copy[field] = own(one, ignoreUndefined);
  }
  return copy;
}

/** What is to be found at a path; through arrays, as MongoDB looks. */
export function valuesAt(value: Value, path: readonly string[], from = 0): readonly Value[] {
  const field = path[from];
  if (field === undefined) return [value];
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path, from));
  if (typeof value !== "object" || value === null || value instanceof Date) return [];
  const next = (value as Record<string, Value>)[field];
  return next === undefined ? [] : valuesAt(next, path, from + 1);
}

/** Below, above or at zero as `one` comes before, after or with `other`; null for values that have no order between them. */
export function compare(one: Value, other: Value): number | null {
  if (one instanceof Date && other instanceof Date) return one.getTime() - other.getTime();
  if (typeof one !== typeof other) return null;
  if (typeof one === "number") return one - (other as number);
  if (typeof one === "string") return one < (other as string) ? -1 : Number(one > (other as string));
  return typeof one === "boolean" ? Number(one) - Number(other) : null;
}

export function isSame(one: Value, other: Value): boolean {
  return one === other || compare(one, other) === 0;
}
