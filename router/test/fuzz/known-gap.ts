import type { Model, Selection } from "./model/model.ts";

function argumentsRequired(selection: Selection, onto: Map<string, Set<string>>): void {
  for (const { name, args, below } of selection) {
    onto.set(name, (onto.get(name) ?? new Set()).add(args));
    if (below !== null) argumentsRequired(below, onto);
  }
}

function namesIn(selection: Selection): readonly string[] {
  return selection.flatMap(({ name, below }) => [name, ...(below === null ? [] : namesIn(below))]);
}

function requiresWhatRequires({ objects }: Model): boolean {
  const fields = objects.flatMap((object) => object.fields);
  const requiring = new Set(fields.flatMap(({ name, requires }) => (requires === null ? [] : [name])));
  return fields.some(({ requires }) => namesIn(requires ?? []).some((name) => requiring.has(name)));
}

function requiresWithDifferentArguments({ objects }: Model): boolean {
  const required = new Map<string, Set<string>>();
  for (const { fields } of objects) for (const field of fields) argumentsRequired(field.requires ?? [], required);
  return [...required.values()].some((variants) => variants.size > 1);
}

/**
 * Where an operation may have no plan. Then the router must refuse it; an answer must be right even so.
 *
 * - Two `@requires` need one field with different arguments: the native planner has faults of its own there, and the other one, which asks once for both,
 *   is not trusted with it.
 * - A `@requires` needs a field that has one itself: sometimes both planners ask for it without what it needs.
 */
export function hasKnownGap(model: Model): boolean {
  return requiresWithDifferentArguments(model) || requiresWhatRequires(model);
}
