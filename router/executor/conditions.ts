import { type DirectiveNode, Kind, type SelectionNode } from "graphql";

/** The value of a Boolean variable; null when it is not known yet. */
export type IsTrue = (variable: string) => boolean | null;

function conditionOf(directive: DirectiveNode, isTrue: IsTrue): boolean | null {
  const value = directive.arguments?.find((argument) => argument.name.value === "if")?.value;
  if (value?.kind === Kind.BOOLEAN) return value.value;
  return value?.kind === Kind.VARIABLE ? isTrue(value.name.value) : null;
}

/** Whether `@skip` and `@include` leave a selection in. A condition that is not known does. */
export function isIncluded(selection: SelectionNode, isTrue: IsTrue): boolean {
  return (selection.directives ?? []).every((directive) => {
    if (directive.name.value === "skip") return conditionOf(directive, isTrue) !== true;
    return directive.name.value !== "include" || conditionOf(directive, isTrue) !== false;
  });
}
