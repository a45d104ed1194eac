import type { TypeSystem } from "../supergraph/supergraph.ts";
import { isObject, type JsonObject, valueAt } from "./json.ts";

const TYPE_NAME = "__typename";

function mergeLists(target: unknown[], source: readonly unknown[], types: TypeSystem): unknown[] {
  if (target.length !== source.length) return [...source];
  for (const [index, item] of source.entries()) target[index] = mergeValues(target[index], item, types);
  return target;
}

function mergeValues(target: unknown, source: unknown, types: TypeSystem): unknown {
  if (target === undefined || target === null) return source;
  if (source === undefined || source === null) return target;
  if (isObject(target) && isObject(source)) {
    mergeInto(target, source, types);
    return target;
  }
  return Array.isArray(target) && Array.isArray(source) ? mergeLists(target, source, types) : source;
}

/**
 * Adds what a fetch brought to an object. What is known stays known: null never takes the place of a value. The name of an interface, which is
 * what an `@interfaceObject` subgraph knows, never takes the place of the name of an object type.
 */
export function mergeInto(target: JsonObject, source: JsonObject, types: TypeSystem): void {
  for (const key of Object.keys(source)) {
    const known = valueAt(target, key);
    if (key === TYPE_NAME && known !== undefined && !types.isObject(String(source[key]))) continue;
    target[key] = known === undefined ? source[key] : mergeValues(known, source[key], types);
  }
}
