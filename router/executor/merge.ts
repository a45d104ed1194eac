import type { TypeSystem } from "../supergraph/supergraph.ts";
import { isObject, type JsonObject } from "./json.ts";

const TYPE_NAME = "__typename";
/** Writing to it would change what the object inherits. No field can have this name, and a client's alias of it gets another (plan-keys.ts). */
const PROTOTYPE = "__proto__";

function mergeLists(target: unknown[], source: readonly unknown[], types: TypeSystem): unknown[] {
  if (target === source) return target;
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
  if (target === source) return;
  for (const key of Object.keys(source)) {
    if (key === PROTOTYPE) continue;
    if (!Object.hasOwn(target, key)) target[key] = source[key];
    else if (key !== TYPE_NAME || types.isObject(String(source[key]))) target[key] = mergeValues(target[key], source[key], types);
  }
}
