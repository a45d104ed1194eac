import type { PathSegment } from "../planner/planner.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import { isObject, type JsonObject, type ResponsePath, typeNameOf, valueAt } from "./json.ts";

interface Walk {
  readonly segments: readonly PathSegment[];
  readonly types: TypeSystem;
  readonly enter: (part: string | number) => void;
  readonly leave: () => void;
  readonly visit: (object: JsonObject) => void;
}

function walkList(walk: Walk, list: readonly unknown[], index: number): void {
  for (let position = 0; position < list.length; position += 1) {
    walk.enter(position);
    step(walk, list[position], index);
    walk.leave();
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
    walk.visit(object);
  } else if (segment.kind === "field") {
    walk.enter(segment.name);
    step(walk, valueAt(object, segment.name), index + 1);
    walk.leave();
  } else if (segment.kind === "type") {
    const typeName = typeNameOf(object);
    if (typeName === null || segment.names.some((name) => walk.types.fits(typeName, name))) stepFrom(walk, object, index + 1);
  }
}

function nothing(): void {}

/** Visits the objects that a path leads to, in the order of the response. An object that stands in several places is visited as often. */
export function visitObjects(
  data: JsonObject,
  path: { readonly segments: readonly PathSegment[]; readonly types: TypeSystem },
  visit: (object: JsonObject) => void,
): void {
  step({ ...path, enter: nothing, leave: nothing, visit }, data, 0);
}

/** Where `visitObjects` comes by one of the objects. Only errors need to know. */
export function findWays(
  data: JsonObject,
  path: { readonly segments: readonly PathSegment[]; readonly types: TypeSystem },
  objects: ReadonlySet<JsonObject>,
): readonly ResponsePath[] {
  const found: ResponsePath[] = [];
  const way: (string | number)[] = [];
  function visit(object: JsonObject): void {
    if (objects.has(object)) found.push([...way]);
  }
  step({ ...path, enter: (part) => void way.push(part), leave: () => void way.pop(), visit }, data, 0);
  return found;
}
