import type { PathSegment } from "../planner/planner.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import { isObject, type JsonObject, type ResponsePath, typeNameOf, valueAt } from "./json.ts";

interface Walk {
  readonly segments: readonly PathSegment[];
  readonly types: TypeSystem;
  /** The way so far; grows and shrinks as the walk goes. */
  readonly way: (string | number)[];
  readonly visit: (object: JsonObject, way: ResponsePath) => void;
}

function walkList(walk: Walk, list: readonly unknown[], index: number): void {
  for (const [position, item] of list.entries()) {
    walk.way.push(position);
    step(walk, item, index);
    walk.way.pop();
  }
}

function step(walk: Walk, value: unknown, index: number): void {
  const segment = walk.segments[index];
  if (Array.isArray(value)) walkList(walk, value, segment?.kind === "list" ? index + 1 : index);
  else if (isObject(value)) stepFrom(walk, value, index);
}

function stepFrom(walk: Walk, object: JsonObject, index: number): void {
  const segment = walk.segments[index];
  if (segment === undefined) {
    walk.visit(object, walk.way);
  } else if (segment.kind === "field") {
    walk.way.push(segment.name);
    step(walk, valueAt(object, segment.name), index + 1);
    walk.way.pop();
  } else if (segment.kind === "type") {
    const typeName = typeNameOf(object);
    if (typeName === null || segment.names.some((name) => walk.types.fits(typeName, name))) stepFrom(walk, object, index + 1);
  }
}

/** The objects that a path leads to, in the order of the response. */
export function findObjects(data: JsonObject, segments: readonly PathSegment[], types: TypeSystem): readonly JsonObject[] {
  const found: JsonObject[] = [];
  step({ segments, types, way: [], visit: (object) => found.push(object) }, data, 0);
  return found;
}

/** Where `findObjects` found what it found, in the same order. Only errors need to know. */
export function findWays(data: JsonObject, segments: readonly PathSegment[], types: TypeSystem): readonly ResponsePath[] {
  const found: ResponsePath[] = [];
  step({ segments, types, way: [], visit: (_object, way) => found.push([...way]) }, data, 0);
  return found;
}
