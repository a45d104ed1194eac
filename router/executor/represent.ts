import type { Requirement } from "../planner/planner.ts";
import type { TypeSystem } from "../supergraph/supergraph.ts";
import { isObject, type JsonObject, typeNameOf, valueAt } from "./json.ts";

export interface RepresentScope {
  readonly types: TypeSystem;
  /** The value of a Boolean variable. */
  isTrue(variable: string): boolean;
}

const MISSING = Symbol("missing");

function applies(requirement: Requirement & { kind: "type" }, typeName: string | null, scope: RepresentScope): boolean {
  if (requirement.skipIf !== null && scope.isTrue(requirement.skipIf)) return false;
  if (requirement.includeIf !== null && !scope.isTrue(requirement.includeIf)) return false;
  return typeName === null || scope.types.fits(typeName, requirement.name);
}

interface Copy {
  readonly from: JsonObject;
  readonly onto: JsonObject;
}

/** Writes the required parts of `from` to `onto`. False when one of them was never fetched. */
function copyParts({ from, onto }: Copy, requires: readonly Requirement[], scope: RepresentScope): boolean {
  for (const requirement of requires) {
    if (requirement.kind === "type") {
      if (applies(requirement, typeNameOf(from), scope) && !copyParts({ from, onto }, requirement.selections, scope)) return false;
      continue;
    }
    const part = copyValue(valueAt(from, requirement.name), requirement.selections, scope);
    if (part === MISSING) return false;
    onto[requirement.as] = part;
  }
  return true;
}

function copyValue(value: unknown, selections: readonly Requirement[] | null, scope: RepresentScope): unknown {
  if (value === undefined) return MISSING;
  if (selections === null || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => copyValue(item, selections, scope));
    return items.includes(MISSING) ? MISSING : items;
  }
  if (!isObject(value)) return MISSING;
  const copy: JsonObject = {};
  return copyParts({ from: value, onto: copy }, selections, scope) ? copy : MISSING;
}

/** What tells a subgraph which entity is meant, or why nothing can: it is of another type, or a part of it was never fetched. */
export type Representation =
  | { readonly kind: "complete"; readonly value: JsonObject }
  | { readonly kind: "other-type" }
  | { readonly kind: "incomplete" };

export function represent(entity: JsonObject, requires: readonly Requirement[], scope: RepresentScope): Representation {
  const value: JsonObject = {};
  if (!copyParts({ from: entity, onto: value }, requires, scope)) return { kind: "incomplete" };
  return Object.keys(value).length > 0 ? { kind: "complete", value } : { kind: "other-type" };
}
