import type { SelectionSetNode } from "graphql";
import type { EntityBatch, EntityFetch, PathSegment, PlanNode, Requirement, Rewrite, RootFetch } from "../planner/planner.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import { fieldsOf, parseOperation, responseKey } from "./defer-documents.ts";
import { below, type KeyPath, TYPE_NAME } from "./defer-needs.ts";

export type Fetch = RootFetch | EntityFetch;

/** A fetch of a plan, with those that are done before it (by their positions). */
export interface PlannedFetch {
  readonly fetch: Fetch;
  readonly before: readonly number[];
}

/** The fetches of a plan, in an order in which they could run one after the other. */
export function fetchesOf(plan: PlanNode): readonly PlannedFetch[] {
  const found: PlannedFetch[] = [];
  function collect(node: PlanNode, before: readonly number[]): readonly number[] {
    if (node.kind === "fetch" || node.kind === "entities") return [found.push({ fetch: node, before }) - 1];
    if (node.kind === "parallel") return node.nodes.flatMap((child) => collect(child, before));
    const inside: number[] = [];
    for (const child of node.nodes) inside.push(...collect(child, [...before, ...inside]));
    return inside;
  }
  collect(plan, []);
  return found;
}

/** A field that a fetch brings to objects at one place: the smallest thing that can be fetched now or later. */
export interface Atom {
  /** Positions: of the fetch in the plan, of the batch in the fetch, of the path in the batch. 0 for root fields. */
  readonly fetch: number;
  readonly batch: number;
  readonly path: number;
  /** The response key, as the subgraph answers it. */
  readonly key: string;
  readonly brings: ReadonlySet<KeyPath>;
  /** What has to be there before it can be asked for. */
  readonly needs: ReadonlySet<KeyPath>;
}

type Tree = ReadonlyMap<string, ReadonlySet<KeyPath>>;

/** Response keys, each with itself and all that is below it. */
function treeOf(selectionSets: readonly SelectionSetNode[]): Tree {
  const tree = new Map<string, Set<KeyPath>>();
  for (const field of selectionSets.flatMap(fieldsOf)) {
    const key = responseKey(field);
    const paths = tree.get(key) ?? new Set([key]);
    tree.set(key, paths);
    for (const inner of field.selectionSet ? treeOf([field.selectionSet]).values() : [])
      for (const path of inner) paths.add(below(key, path));
  }
  return tree;
}

/** The places as they are after the rewrites, besides as they were. */
function rewritten(paths: ReadonlySet<KeyPath>, rewrites: readonly Rewrite[]): ReadonlySet<KeyPath> {
  const all = new Set(paths);
  for (const rewrite of rewrites) {
    if (rewrite.kind !== "rename") continue;
    const keys = rewrite.path.flatMap((step) => (step.kind === "key" ? [step.name] : []));
    const [from, to] = [keys.join("/"), [...keys.slice(0, -1), rewrite.to].join("/")];
    for (const path of [...all]) if (path === from || path.startsWith(`${from}/`)) all.add(to + path.slice(from.length));
  }
  return all;
}

function under(prefix: KeyPath, paths: Iterable<KeyPath>): ReadonlySet<KeyPath> {
  return new Set([...paths].map((path) => below(prefix, path)));
}

function pathNeeds(segments: readonly PathSegment[]): { readonly prefix: KeyPath; readonly needs: Set<KeyPath> } {
  const needs = new Set<KeyPath>();
  let prefix: KeyPath = "";
  for (const segment of segments) {
    if (segment.kind === "list") continue;
    if (segment.kind === "field") prefix = below(prefix, segment.name);
    needs.add(segment.kind === "field" ? prefix : below(prefix, TYPE_NAME));
  }
  return { prefix, needs };
}

function addRequirements(requires: readonly Requirement[], prefix: KeyPath, onto: Set<KeyPath>): void {
  for (const requirement of requires) {
    const path = requirement.kind === "field" ? below(prefix, requirement.name) : prefix;
    if (requirement.kind === "field") onto.add(path);
    addRequirements(requirement.selections ?? [], path, onto);
  }
}

/** Where the entities are known by the name of an object type, that name is no news. Where by that of an interface (`@interfaceObject`), it may be. */
function knowsTypes({ requires }: EntityBatch, types: TypeSystem): boolean {
  return requires.every((requirement) => requirement.kind === "type" && types.isObject(requirement.name));
}

type OwnAtom = Omit<Atom, "fetch">;

function rootAtoms(fetch: RootFetch): readonly OwnAtom[] {
  return [...treeOf([parseOperation(fetch.operation).selectionSet])].map(([key, paths]) => ({
    batch: 0,
    path: 0,
    key,
    brings: rewritten(paths, fetch.outputRewrites),
    needs: new Set(),
  }));
}

function entityAtoms(fetch: EntityFetch, types: TypeSystem): readonly OwnAtom[] {
  const roots = fieldsOf(parseOperation(fetch.operation).selectionSet);
  return fetch.batches.flatMap((batch, batchPosition) => {
    const own = roots.filter((field) => responseKey(field) === batch.responseKey);
    const tree = treeOf(own.flatMap(({ selectionSet }) => selectionSet ?? []));
    const isTypeNews = !knowsTypes(batch, types);
    return batch.paths.flatMap((segments, pathPosition) => {
      const { prefix, needs } = pathNeeds(segments);
      addRequirements(batch.requires, prefix, needs);
      return [...tree].map(([key, paths]) => ({
        batch: batchPosition,
        path: pathPosition,
        key,
        brings: key === TYPE_NAME && !isTypeNews ? new Set<KeyPath>() : under(prefix, rewritten(paths, batch.outputRewrites)),
        needs,
      }));
    });
  });
}

const known = new WeakMap<Fetch, readonly OwnAtom[]>();

function ownAtoms(fetch: Fetch, types: TypeSystem): readonly OwnAtom[] {
  const own = known.get(fetch) ?? (fetch.kind === "fetch" ? rootAtoms(fetch) : entityAtoms(fetch, types));
  known.set(fetch, own);
  return own;
}

export function atomsOf(fetches: readonly PlannedFetch[], types: TypeSystem): readonly Atom[] {
  return fetches.flatMap(({ fetch }, position) => ownAtoms(fetch, types).map((atom) => ({ ...atom, fetch: position })));
}
