import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import type { SubgraphOperation } from "../planner/planner.ts";

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

/** The operation in a document, its fragments written out. */
export function parseText(text: string): OperationDefinitionNode {
  const { definitions } = parse(text, { noLocation: true });
  const fragments = new Map(definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])));
  const operation = definitions.find((one) => one.kind === Kind.OPERATION_DEFINITION);
  if (operation === undefined) throw new Error("A planner made a document without an operation.");
  return { ...operation, selectionSet: writeOut(operation.selectionSet, fragments) };
}

const parsed = new WeakMap<SubgraphOperation, OperationDefinitionNode>();

/** What a subgraph is asked, its fragments written out. Parsed once. */
export function parseOperation(operation: SubgraphOperation): OperationDefinitionNode {
  const known = parsed.get(operation) ?? parseText(operation.text);
  parsed.set(operation, known);
  return known;
}
