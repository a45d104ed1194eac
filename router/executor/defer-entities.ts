import {
  type FieldNode,
  type GraphQLNamedType,
  Kind,
  type OperationDefinitionNode,
  print,
  type SelectionNode,
  type SelectionSetNode,
  stripIgnoredCharacters,
  visit,
} from "graphql";
import type { EntityFetch, PlanNode, SubgraphOperation } from "../planner/planner.ts";
import type { EntityIndex } from "../supergraph/entity-index.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import { type Analysis, analyse, closure } from "./defer-analysis.ts";
import type { Fetch } from "./defer-atoms.ts";
import { parseOperation, parseText, responseKey } from "./defer-documents.ts";
import { below, type KeyPath, needsOf, TYPE_NAME } from "./defer-needs.ts";
import { type Site, selectionsAt, siteOf } from "./defer-sites.ts";
import type { DeferredFragment, SplitOperation } from "./defer-split.ts";
import type { PlanKeys } from "./plan-keys.ts";

export interface SeparationOptions {
  readonly rootType: GraphQLNamedType;
  readonly types: TypeSystem;
  readonly entities: EntityIndex;
  readonly planKeys: PlanKeys;
}

/** All that some parts of the answer need, for themselves and for what they hang on. */
function neededBy(analysis: Analysis, parts: readonly (ReadonlySet<KeyPath> | undefined)[]): ReadonlySet<KeyPath> {
  const needed = new Set<KeyPath>();
  for (const paths of parts) for (const path of paths ?? []) needed.add(path);
  for (const position of closure(analysis, [...needed], [])) for (const path of analysis.atoms[position]?.needs ?? []) needed.add(path);
  return needed;
}

function isInside(fragment: DeferredFragment, outer: DeferredFragment, all: readonly DeferredFragment[]): boolean {
  if (fragment.id === outer.id) return true;
  const parent = all.find(({ id }) => id === fragment.parent);
  return parent !== undefined && isInside(parent, outer, all);
}

interface Separation extends SeparationOptions {
  readonly split: SplitOperation;
  /** By fragment; null is the first payload. */
  readonly needs: ReadonlyMap<DeferredFragment | null, ReadonlySet<KeyPath>>;
}

interface Move extends Site {
  readonly key: readonly string[];
  readonly moved: ReadonlySet<string>;
}

/** What a fragment, and nothing outside it, wants of objects that can be asked for by a key. */
function moveFor(fragment: DeferredFragment, analysis: Analysis, options: Separation): Move | null {
  const { split, entities } = options;
  const site = siteOf(analysis, options.rootType, fragment.place);
  const key = site === null ? null : entities.keyFor(site.typeName, site.fetch.subgraph);
  if (site === null || key === null) return null;
  const others = split.deferred.filter((one) => !isInside(one, fragment, split.deferred));
  const needed = neededBy(analysis, [options.needs.get(null), ...others.map((one) => options.needs.get(one))]);
  const fields = selectionsAt([parseOperation(site.fetch.operation).selectionSet], site.keys);
  const isForOthers = (field: FieldNode) => site.places.some(({ path }) => needed.has(below(path, responseKey(field))));
  const isTaken = fields.some((field) => key.includes(responseKey(field)) && !key.includes(field.name.value));
  const movable = fields.filter(
    (field) =>
      !key.includes(responseKey(field)) &&
      field.name.value !== TYPE_NAME &&
      !isForOthers(field) &&
      entities.isResolved({ type: site.typeName, name: field.name.value }, site.fetch.subgraph),
  );
  return isTaken || movable.length === 0 ? null : { ...site, key, moved: new Set(movable.map(responseKey)) };
}

function plainField(name: string): FieldNode {
  return { kind: Kind.FIELD, name: { kind: Kind.NAME, value: name } };
}

type Change = (selectionSet: SelectionSetNode) => SelectionSetNode;

function changeAt(selectionSet: SelectionSetNode, keys: readonly string[], change: Change): SelectionSetNode {
  const [key, ...rest] = keys;
  if (key === undefined) return change(selectionSet);
  const selections = selectionSet.selections.map((selection): SelectionNode => {
    if (selection.kind === Kind.FRAGMENT_SPREAD || selection.selectionSet === undefined) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) return { ...selection, selectionSet: changeAt(selection.selectionSet, keys, change) };
    return responseKey(selection) === key ? { ...selection, selectionSet: changeAt(selection.selectionSet, rest, change) } : selection;
  });
  return { ...selectionSet, selections };
}

function without({ selections, ...rest }: SelectionSetNode, moved: ReadonlySet<string>): SelectionSetNode {
  const kept = selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return moved.has(responseKey(selection)) ? [] : [selection];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
    const inner = without(selection.selectionSet, moved);
    return inner.selections.length > 0 ? [{ ...selection, selectionSet: inner }] : [];
  });
  return { ...rest, selections: kept };
}

function usedVariables(selectionSet: SelectionSetNode): ReadonlySet<string> {
  const used = new Set<string>();
  visit(selectionSet, { Variable: ({ name }) => void used.add(name.value) });
  return used;
}

function textOf(operation: OperationDefinitionNode): string {
  return stripIgnoredCharacters(print(operation));
}

function withText<T extends Fetch>(fetch: T, operation: OperationDefinitionNode): T {
  const used = usedVariables(operation.selectionSet);
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
  const variables = fetch.operation.variables.filter((name) => used.has(name));
  return { ...fetch, operation: { ...fetch.operation, text: textOf({ ...operation, variableDefinitions }), variables } };
}

const REPRESENTATIONS = "representations";
const ENTITIES = "_entities";

/** The fetch without what is moved, and with what the entities are asked for by. */
function withoutMoved({ fetch, keys, key, moved }: Move): Fetch {
  const whole = parseOperation(fetch.operation);
  const selectionSet = changeAt(whole.selectionSet, keys, (own) => {
    const rest = without(own, moved);
    const known = new Set(rest.selections.flatMap((one) => (one.kind === Kind.FIELD ? [responseKey(one)] : [])));
    return { ...rest, selections: [...[TYPE_NAME, ...key].filter((name) => !known.has(name)).map(plainField), ...rest.selections] };
  });
  return withText(fetch, { ...whole, selectionSet });
}

function documentOf(operation: SubgraphOperation, fields: readonly FieldNode[], typeName: string): OperationDefinitionNode {
  const empty = parseText(
    `query($${REPRESENTATIONS}:[_Any!]!){${ENTITIES}(representations:$${REPRESENTATIONS}){... on ${typeName}{${TYPE_NAME}}}}`,
  );
  const { variableDefinitions = [] } = parseOperation(operation);
  const own = { kind: Kind.SELECTION_SET, selections: fields } as const;
  const selectionSet = changeAt(empty.selectionSet, [ENTITIES], (entity) => ({
    ...entity,
    selections: entity.selections.map((one) => (one.kind === Kind.INLINE_FRAGMENT ? { ...one, selectionSet: own } : one)),
  }));
  const given = variableDefinitions.filter(({ variable }) => variable.name.value !== REPRESENTATIONS);
  return {
    ...empty,
    variableDefinitions: [...(empty.variableDefinitions ?? []), ...given],
    selectionSet,
  };
}

/** A fetch of its own for what is moved. */
function fetchOfMoved({ fetch, typeName, keys, places, key, moved }: Move): EntityFetch {
  const fields = selectionsAt([parseOperation(fetch.operation).selectionSet], keys).filter((field) => moved.has(responseKey(field)));
  const selections = [TYPE_NAME, ...key].map((name) => ({ kind: "field", name, as: name, selections: null }) as const);
  const apart: EntityFetch = {
    kind: "entities",
    subgraph: fetch.subgraph,
    operation: { ...fetch.operation, kind: "query", text: "" },
    batches: [
      {
        responseKey: ENTITIES,
        variable: REPRESENTATIONS,
        paths: places.map(({ segments }) => segments),
        requires: [{ kind: "type", name: typeName, selections }],
        inputRewrites: [],
        outputRewrites: [],
        keys: moved,
      },
    ],
  };
  return withText(apart, documentOf(fetch.operation, fields, typeName));
}

function replace(node: PlanNode, fetch: Fetch, by: PlanNode): PlanNode {
  if (node === fetch) return by;
  if (node.kind === "fetch" || node.kind === "entities") return node;
  return { ...node, nodes: node.nodes.map((child) => replace(child, fetch, by)) };
}

/**
 * Has fields of entities that only one fragment waits for fetched apart from the entities: by a second fetch to the same subgraph, which finds them by their
 * key. What is no entity there stays in the fetch that brings it: asked for twice, it might not be the same.
 */
export function separateEntities(plan: PlanNode, split: SplitOperation, options: SeparationOptions): PlanNode {
  const needs = new Map<DeferredFragment | null, ReadonlySet<KeyPath>>([
    [null, needsOf({ place: [], selectionSet: split.primary }, options.planKeys)],
    ...split.deferred.map((one) => [one, needsOf(one, options.planKeys)] as const),
  ]);
  let separated = plan;
  for (const fragment of split.deferred) {
    const move = moveFor(fragment, analyse(separated, options.types), { ...options, split, needs });
    if (move === null) continue;
    separated = replace(separated, move.fetch, { kind: "sequence", nodes: [withoutMoved(move), fetchOfMoved(move)] });
  }
  return separated;
}
