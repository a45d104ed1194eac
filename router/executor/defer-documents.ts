import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";

/** The fields of a selection set, those in inline fragments among them. */
export function fieldsOf({ selections }: SelectionSetNode): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsOf(selection.selectionSet) : [];
  });
}

export function responseKey(field: FieldNode): string {
  return (field.alias ?? field.name).value;
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

function writeOut(selectionSet: SelectionSetNode, fragments: Fragments): SelectionSetNode {
  const selections = selectionSet.selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind !== Kind.FRAGMENT_SPREAD) {
      if (selection.selectionSet === undefined) return [selection];
      return [{ ...selection, selectionSet: writeOut(selection.selectionSet, fragments) } as SelectionNode]; // the kind is the same
    }
    const fragment = fragments.get(selection.name.value);
    if (fragment === undefined) return [];
    const { typeCondition } = fragment;
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet: writeOut(fragment.selectionSet, fragments) }];
  });
  return { kind: Kind.SELECTION_SET, selections };
}

/** The operation in a subgraph's document, its fragments written out. */
export function parseOperation(text: string): OperationDefinitionNode {
  const { definitions } = parse(text, { noLocation: true });
  const fragments = new Map(definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])));
  const operation = definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error("A planner made a document without an operation.");
  return { ...operation, selectionSet: writeOut(operation.selectionSet, fragments) };
}
