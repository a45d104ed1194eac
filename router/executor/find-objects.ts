import type { PathSegment } from "../planner/planner.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import { isObject, type JsonObject, type ResponsePath, typeNameOf, valueAt } from "./json.ts";

/** A path into data, and what has to be known to follow it. */
export interface Journey {
  readonly segments: readonly PathSegment[];
  readonly types: TypeSystem;
}

/** An object or a list, by whose key or position another object is reached. */
export type Holder = Record<string | number, unknown>;

interface Walk extends Journey {
  /** By the number of a segment: the objects that it was followed from. Null to follow it as often as the way leads there. */
  readonly followed: Set<JsonObject>[] | null;
  /** Where the object stands that is visited: `holder[key]`. */
  holder: Holder;
  key: string | number;
  /** The way so far, where somebody wants to know it; grows and shrinks. */
  readonly way: (string | number)[] | null;
  readonly visit: (object: JsonObject, holder: Holder, key: string | number) => void;
}

function walkList(walk: Walk, list: unknown[], index: number): void {
  for (let position = 0; position < list.length; position += 1) {
    walk.holder = list as unknown as Holder; // positions are keys
    walk.key = position;
    walk.way?.push(position);
    step(walk, list[position], index);
    walk.way?.pop();
  }
}

function step(walk: Walk, value: unknown, index: number): void {
  if (Array.isArray(value)) walkList(walk, value, walk.segments[index]?.kind === "list" ? index + 1 : index);
  else if (isObject(value)) stepFrom(walk, value, index);
}

/** Whether a segment is still to be followed from an object. Notes that it is. */
function isNew({ followed }: Walk, object: JsonObject, index: number): boolean {
  if (followed === null) return true;
  followed[index] ??= new Set();
  const before = followed[index].size;
  return followed[index].add(object).size > before;
}

function stepFrom(walk: Walk, object: JsonObject, index: number): void {
  const segment = walk.segments[index];
  if (segment === undefined) return walk.visit(object, walk.holder, walk.key);
  if (segment.kind === "field") {
    if (!isNew(walk, object, index)) return;
    walk.holder = object;
    walk.key = segment.name;
    walk.way?.push(segment.name);
    step(walk, valueAt(object, segment.name), index + 1);
    walk.way?.pop();
  } else if (segment.kind === "type") {
    const typeName = typeNameOf(object);
    if (typeName === null || segment.names.some((name) => walk.types.fits(typeName, name))) stepFrom(walk, object, index + 1);
  }
}

/**
 * Visits the objects that a path leads to, in the order of the response. One that stands in several places is visited in each, unless all of it stands
 * within an object that does.
 */
export function visitObjects(data: JsonObject, { segments, types }: Journey, visit: Walk["visit"]): void {
  step({ segments, types, followed: [], holder: { data }, key: "data", way: null, visit }, data, 0);
}

/** All the ways on which a path leads to some objects. Only errors need to know. */
export function findWays(data: JsonObject, { segments, types }: Journey, objects: ReadonlySet<JsonObject>): readonly ResponsePath[] {
  const found: ResponsePath[] = [];
  const way: (string | number)[] = [];
  function visit(object: JsonObject): void {
    if (objects.has(object)) found.push([...way]);
  }
  step({ segments, types, followed: null, holder: { data }, key: "data", way, visit }, data, 0);
  return found;
}
