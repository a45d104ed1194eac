import type { JsonObject } from "./json.ts";

/** Longer strings are written faster by the engine's own serializer than by looking at each character here. */
const SHORT = 48;
const QUOTE = 34;
const BACKSLASH = 92;
const FIRST_PRINTABLE = 32;
const FIRST_SURROGATE = 0xd800;

/** A string as JSON text. */
export function stringText(value: string): string {
  if (value.length > SHORT) return JSON.stringify(value);
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if (code < FIRST_PRINTABLE || code === QUOTE || code === BACKSLASH || code >= FIRST_SURROGATE) return JSON.stringify(value);
  }
  return `"${value}"`;
}

/** A value that came out of JSON as JSON text; what is not there is null. */
export function jsonText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return stringText(value);
    case "boolean":
      return value ? "true" : "false";
    case "number":
      return Number.isSafeInteger(value) ? `${value}` : JSON.stringify(value);
    default:
      return JSON.stringify(value ?? null);
  }
}

/** What every object inherits. */
const INHERITED = Object.prototype as unknown as JsonObject;

/**
 * Makes what reads a key of objects that came out of JSON. Almost all keys can be read plainly, which is faster by far; where an object would inherit
 * something of that name, only its own counts.
 */
export function readerOf(key: string): (object: JsonObject) => unknown {
  if (key in INHERITED) return (object) => (Object.hasOwn(object, key) ? object[key] : undefined);
  return (object) => object[key];
}
