import type { SelectionSetNode } from "graphql";
import { fieldsOf } from "./defer-documents.ts";
import type { PlaceStep } from "./defer-split.ts";
import type { PlanKeys } from "./plan-keys.ts";

/** A place in what is fetched: the response keys that lead there, without lists and types. "" is the root. */
export type KeyPath = string;

export const TYPE_NAME = "__typename";

export function below(path: KeyPath, key: string): KeyPath {
  return path === "" ? key : `${path}/${key}`;
}

interface Needed {
  readonly planKeys: PlanKeys;
  readonly paths: Set<KeyPath>;
}

function addBelow(needed: Needed, selectionSet: SelectionSetNode, path: KeyPath): void {
  // Objects are told apart by the names of their types, whether the client asked for these or not.
  if (path !== "") needed.paths.add(below(path, TYPE_NAME));
  for (const field of fieldsOf(selectionSet)) {
    if (field.name.value.startsWith("__")) continue;
    const fieldPath = below(path, needed.planKeys.keyFor(field));
    needed.paths.add(fieldPath);
    if (field.selectionSet) addBelow(needed, field.selectionSet, fieldPath);
  }
}

/** What has to be fetched before a part of the response can be written: all that leads to it, and all that it is made of. */
export function needsOf(
  { place, selectionSet }: { readonly place: readonly PlaceStep[]; readonly selectionSet: SelectionSetNode },
  planKeys: PlanKeys,
): ReadonlySet<KeyPath> {
  const paths = new Set<KeyPath>();
  let path: KeyPath = "";
  for (const step of place) {
    if (step.kind !== "field") continue;
    path = below(path, step.planKey);
    paths.add(path).add(below(path, TYPE_NAME));
  }
  addBelow({ planKeys, paths }, selectionSet, path);
  return paths;
}
