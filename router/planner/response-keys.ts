import { type FragmentDefinitionNode, Kind, parse, type SelectionSetNode } from "graphql";

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function collect(selectionSet: SelectionSetNode, fragments: Fragments, onto: Map<string, SelectionSetNode[]>): void {
  for (const selection of selectionSet.selections) {
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      const nested = onto.get(key) ?? [];
      if (selection.selectionSet) nested.push(selection.selectionSet);
      onto.set(key, nested);
      continue;
    }
    const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)?.selectionSet : selection.selectionSet;
    if (inner) collect(inner, fragments, onto);
  }
}

/** The response keys of an operation's root fields, each with the keys below it (of any type). Helps to say what a fetch that failed would have brought. */
export function responseKeys(operationText: string): ReadonlyMap<string, ReadonlySet<string>> {
  const document = parse(operationText, { noLocation: true });
  const fragments = new Map(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])));
  const operation = document.definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  const roots = new Map<string, SelectionSetNode[]>();
  if (operation) collect(operation.selectionSet, fragments, roots);
  return new Map(
    [...roots].map(([key, selectionSets]) => {
      const below = new Map<string, SelectionSetNode[]>();
      for (const selectionSet of selectionSets) collect(selectionSet, fragments, below);
      return [key, new Set(below.keys())];
    }),
  );
}
