import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { type IsTrue, isIncluded } from "./conditions.ts";

const TYPE_NAME: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/** Other directives go too: a subgraph need not know them, or know them with other arguments. */
function settleSelection(selection: SelectionNode, isTrue: IsTrue): SelectionNode {
  if (selection.kind === Kind.FRAGMENT_SPREAD || selection.selectionSet === undefined) return { ...selection, directives: [] };
  return { ...selection, directives: [], selectionSet: settleSelectionSet(selection.selectionSet, isTrue) } as SelectionNode; // the kind is the same
}

/** An object of which nothing is wanted any more is still wanted. */
function settleSelectionSet(selectionSet: SelectionSetNode, isTrue: IsTrue): SelectionSetNode {
  const selections = selectionSet.selections
    .filter((selection) => isIncluded(selection, isTrue))
    .map((selection) => settleSelection(selection, isTrue));
  return { ...selectionSet, selections: selections.length > 0 ? selections : [TYPE_NAME] };
}

/** The document as it is for given values of the variables in its conditions: without directives. */
export function settleConditions(document: DocumentNode, isTrue: IsTrue): DocumentNode {
  const definitions = document.definitions.map((definition) =>
    definition.kind === Kind.OPERATION_DEFINITION || definition.kind === Kind.FRAGMENT_DEFINITION
      ? ({ ...definition, directives: [], selectionSet: settleSelectionSet(definition.selectionSet, isTrue) } as
          | OperationDefinitionNode
          | FragmentDefinitionNode)
      : definition,
  );
  return { ...document, definitions };
}
