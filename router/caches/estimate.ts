import type { DocumentNode } from "graphql";

/** Measured on Bun: a field without arguments, which is one token, takes about this with its nodes, its places and the token. */
const BYTES_PER_TOKEN = 500;
/** Where a document does not know its tokens: names are rarely shorter. */
const CHARACTERS_PER_TOKEN = 2;

function countTokens(document: DocumentNode, text: string): number {
  let token = document.loc?.startToken ?? null;
  if (token === null) return text.length / CHARACTERS_PER_TOKEN;
  let count = 0;
  for (; token !== null; token = token.next) count += 1;
  return count;
}

/** About how much memory a document takes that was parsed from a text, the text included. In bytes. */
export function documentBytes(document: DocumentNode, text: string): number {
  return 2 * text.length + BYTES_PER_TOKEN * countTokens(document, text);
}

const OBJECT_BYTES = 32;
const SLOT_BYTES = 16;

function partsOf(value: object): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return [...value.entries()].flat();
  return value instanceof Set ? [...value] : Object.values(value);
}

/** About how much memory plain data takes: objects, lists, sets, maps and strings, shared ones once. In bytes. */
export function dataBytes(data: unknown): number {
  const seen = new Set<object>();
  const waiting: unknown[] = [data];
  let bytes = 0;
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === "string") bytes += 2 * value.length;
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    const parts = partsOf(value);
    bytes += OBJECT_BYTES + SLOT_BYTES * parts.length;
    for (const part of parts) waiting.push(part);
  }
  return bytes;
}
