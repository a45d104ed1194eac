import type { Model, Selection } from "./model/model.ts";

function argumentsRequired(selection: Selection, onto: Map<string, Set<string>>): void {
  for (const { name, args, below } of selection) {
    onto.set(name, (onto.get(name) ?? new Set()).add(args));
    if (below !== null) argumentsRequired(below, onto);
  }
}

/**
 * Where two `@requires` need one field with different arguments, an operation may have no plan: the native planner has faults of its own there, and the
 * other one, which asks once for both, is not trusted with it. Then the router must refuse it; an answer must be right even so.
 */
export function hasKnownGap({ objects }: Model): boolean {
  const required = new Map<string, Set<string>>();
  for (const { fields } of objects) for (const field of fields) argumentsRequired(field.requires ?? [], required);
  return [...required.values()].some((variants) => variants.size > 1);
}
