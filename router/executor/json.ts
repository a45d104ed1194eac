/** An object as it came out of JSON. */
export type JsonObject = Record<string, unknown>;

/** Where a value is in a response. */
export type ResponsePath = readonly (string | number)[];

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads a key that a client chose: what an object inherits (`constructor`, …) is not there. */
export function valueAt(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The name of an object's type; null when it was not asked for. */
export function typeNameOf(object: JsonObject): string | null {
  const name = object["__typename"];
  return typeof name === "string" ? name : null;
}

/** A copy that shares no object with the original. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  return isObject(value) ? copyObject(value) : value;
}

export function copyObject(object: JsonObject): JsonObject {
  const copy: JsonObject = {};
  for (const key of Object.keys(object)) copy[key] = copyOf(object[key]);
  return copy;
}
