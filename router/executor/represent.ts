import type { Requirement } from "../planner/planner.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import { isObject, type JsonObject, typeNameOf, valueAt } from "./json.ts";

const MISSING = Symbol("missing");

interface Copy {
  readonly from: JsonObject;
  readonly onto: JsonObject;
}

/** Writes the required parts of `from` to `onto`. False when one of them was never fetched. */
function copyParts({ from, onto }: Copy, requires: readonly Requirement[], types: TypeSystem): boolean {
  for (const requirement of requires) {
    if (requirement.kind === "type") {
      const typeName = typeNameOf(from);
      const applies = typeName === null || types.fits(typeName, requirement.name);
      if (applies && !copyParts({ from, onto }, requirement.selections, types)) return false;
      continue;
    }
    const part = copyValue(valueAt(from, requirement.name), requirement.selections, types);
    if (part === MISSING) return false;
    onto[requirement.as] = part;
  }
  return true;
}

function copyValue(value: unknown, selections: readonly Requirement[] | null, types: TypeSystem): unknown {
  if (value === undefined) return MISSING;
  if (selections === null || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => copyValue(item, selections, types));
    return items.includes(MISSING) ? MISSING : items;
  }
  if (!isObject(value)) return MISSING;
  const copy: JsonObject = {};
  return copyParts({ from: value, onto: copy }, selections, types) ? copy : MISSING;
}

/** What tells a subgraph which entity is meant, or why nothing can: it is of another type, or a part of it was never fetched. */
export type Representation =
  | { readonly kind: "complete"; readonly value: JsonObject }
  | { readonly kind: "other-type" }
  | { readonly kind: "incomplete" };

export function represent(entity: JsonObject, requires: readonly Requirement[], types: TypeSystem): Representation {
  const value: JsonObject = {};
  if (!copyParts({ from: entity, onto: value }, requires, types)) return { kind: "incomplete" };
  return Object.keys(value).length > 0 ? { kind: "complete", value } : { kind: "other-type" };
}
