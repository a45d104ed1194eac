import { type FieldNode, type GraphQLNamedType, getNamedType, isInterfaceType, isObjectType, type SelectionSetNode } from "graphql";
import type { PathSegment } from "../planner/planner.ts";
import type { Analysis } from "./defer-analysis.ts";
import type { Fetch } from "./defer-atoms.ts";
import { fieldsOf, parseOperation, responseKey } from "./defer-documents.ts";
import type { KeyPath } from "./defer-needs.ts";
import type { PlaceStep } from "./defer-split.ts";

/** Where a fetch brings the objects that a fragment is about. */
export interface Site {
  readonly fetch: Fetch;
  readonly typeName: string;
  /** Response keys in the fetch's document that lead to them. */
  readonly keys: readonly string[];
  /** Where they are in the response: places that the fetch is for. */
  readonly places: readonly { readonly path: KeyPath; readonly segments: readonly PathSegment[] }[];
}

function typeBelow(type: GraphQLNamedType, step: PlaceStep): GraphQLNamedType | null {
  if (step.kind === "type") return isObjectType(type) ? type : null;
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[step.name] : undefined;
  return field ? getNamedType(field.type) : null;
}

/** The object type that a place leads to; null when objects of several types may be there. */
function objectTypeAt(rootType: GraphQLNamedType, place: readonly PlaceStep[]): string | null {
  const type = place.reduce<GraphQLNamedType | null>((known, step) => known && typeBelow(known, step), rootType);
  return isObjectType(type) ? type.name : null;
}

/** The fields to which response keys lead. */
export function selectionsAt(selectionSets: readonly SelectionSetNode[], keys: readonly string[]): readonly FieldNode[] {
  const [key, ...rest] = keys;
  const fields = selectionSets.flatMap(fieldsOf);
  if (key === undefined) return fields;
  return selectionsAt(
    fields.flatMap((field) => (responseKey(field) === key && field.selectionSet ? [field.selectionSet] : [])),
    rest,
  );
}

function toSegments(keys: readonly string[]): readonly PathSegment[] {
  return keys.map((name) => ({ kind: "field", name }));
}

interface Candidate {
  readonly fetch: Fetch;
  /** In the fetch's document. */
  readonly lead: readonly string[];
  /** Where the response has what the lead leads to. */
  readonly bases: readonly (readonly PathSegment[])[];
}

/** What a mutation answers is how it left things: that is not asked for later. */
function candidatesOf(fetch: Fetch): readonly Candidate[] {
  if (fetch.operation.kind === "mutation") return [];
  if (fetch.kind === "fetch") return fetch.outputRewrites.length > 0 ? [] : [{ fetch, lead: [], bases: [[]] }];
  return fetch.batches
    .filter(({ outputRewrites }) => outputRewrites.length === 0)
    .map(({ responseKey: key, paths }) => ({ fetch, lead: [key], bases: paths }));
}

function keysOf(segments: readonly PathSegment[]): readonly string[] {
  return segments.flatMap((segment) => (segment.kind === "field" ? [segment.name] : []));
}

/** Where in a fetch a place is, if it is below the root and below the fetch's own entities. */
function siteIn({ fetch, lead, bases }: Candidate, place: readonly string[], typeName: string): readonly Site[] {
  const base = bases.find((one) => keysOf(one).length < place.length && keysOf(one).every((key, index) => key === place[index]));
  if (base === undefined) return [];
  const inside = place.slice(keysOf(base).length);
  const keys = [...lead, ...inside];
  if (selectionsAt([parseOperation(fetch.operation).selectionSet], keys).length === 0) return [];
  const places = bases.map((one) => ({ path: [...keysOf(one), ...inside].join("/"), segments: [...one, ...toSegments(inside)] }));
  return [{ fetch, typeName, keys, places }];
}

/** Where a place is brought by one fetch, to objects of one type; null when it is not so. */
export function siteOf(analysis: Analysis, rootType: GraphQLNamedType, place: readonly PlaceStep[]): Site | null {
  const typeName = objectTypeAt(rootType, place);
  if (typeName === null) return null;
  const keys = place.flatMap((step) => (step.kind === "field" ? [step.planKey] : []));
  const sites = analysis.fetches.flatMap(({ fetch }) => candidatesOf(fetch)).flatMap((one) => siteIn(one, keys, typeName));
  const [site] = sites;
  return sites.length === 1 && site ? site : null;
}
