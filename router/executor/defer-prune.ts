import { Kind, print, type SelectionNode, type SelectionSetNode, stripIgnoredCharacters, visit } from "graphql";
import type { EntityBatch, EntityFetch, SubgraphOperation } from "../planner/planner.ts";
import type { Fetch } from "./defer-atoms.ts";
import { parseOperation, responseKey } from "./defer-documents.ts";

/** What of a batch is asked for. */
export interface KeptBatch {
  readonly batch: number;
  /** Positions of its paths. */
  readonly paths: readonly number[];
  /** Response keys of the entities. */
  readonly keys: ReadonlySet<string>;
}

/** What of a fetch is asked for; a root fetch has one batch, which is the root. */
export type Kept = readonly KeptBatch[];

type Wanted = (key: string) => boolean;

function pruneSelections({ selections, ...rest }: SelectionSetNode, isWanted: Wanted): SelectionSetNode {
  const kept = selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return isWanted(responseKey(selection)) ? [selection] : [];
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    const selectionSet = pruneSelections(selection.selectionSet, isWanted);
    return selectionSet.selections.length > 0 ? [{ ...selection, selectionSet }] : [];
  });
  return { ...rest, selections: kept };
}

function variablesIn(selectionSet: SelectionSetNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(selectionSet, { Variable: ({ name }) => void names.add(name.value) });
  return names;
}

/** An operation with other selections, and the variables that these use. */
function withSelections(operation: SubgraphOperation, change: (selectionSet: SelectionSetNode) => SelectionSetNode): SubgraphOperation {
  const whole = parseOperation(operation);
  const selectionSet = change(whole.selectionSet);
  const used = variablesIn(selectionSet);
  const variableDefinitions = (whole.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
  return {
    ...operation,
    text: stripIgnoredCharacters(print({ ...whole, selectionSet, variableDefinitions })),
    variables: operation.variables.filter((name) => used.has(name)),
  };
}

function pruneBatch(batch: EntityBatch, { paths, keys }: KeptBatch): EntityBatch {
  return {
    ...batch,
    paths: batch.paths.filter((_path, position) => paths.includes(position)),
    keys: new Set([...batch.keys].filter((key) => keys.has(key))),
  };
}

function pruneEntities(fetch: EntityFetch, kept: Kept): EntityFetch {
  const byKey = new Map(kept.map((one) => [fetch.batches[one.batch]?.responseKey ?? "", one]));
  const operation = withSelections(fetch.operation, (roots) => {
    const pruned = pruneSelections(roots, (key) => byKey.has(key));
    const selections = pruned.selections.map((selection): SelectionNode => {
      if (selection.kind !== Kind.FIELD || selection.selectionSet === undefined) return selection;
      const keys = byKey.get(responseKey(selection))?.keys;
      return { ...selection, selectionSet: pruneSelections(selection.selectionSet, (key) => keys?.has(key) === true) };
    });
    return { ...pruned, selections };
  });
  const batches = kept.flatMap((one) => {
    const batch = fetch.batches[one.batch];
    return batch ? [pruneBatch(batch, one)] : [];
  });
  return { ...fetch, operation, batches };
}

/** The fetch as it is when only some of what it brings is asked for. */
export function pruneFetch(fetch: Fetch, kept: Kept): Fetch {
  if (fetch.kind === "entities") return pruneEntities(fetch, kept);
  const keys = kept[0]?.keys ?? new Set<string>();
  const operation = withSelections(fetch.operation, (roots) => pruneSelections(roots, (key) => keys.has(key)));
  return { ...fetch, operation, keys: new Set([...fetch.keys].filter((key) => keys.has(key))) };
}
