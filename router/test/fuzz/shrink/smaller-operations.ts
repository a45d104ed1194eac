import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type SelectionSetNode,
  validate,
  visit,
} from "graphql";
import type { FuzzOperation } from "../operation/operation.ts";

/** Something else in the place of a node; null takes it out. */
interface Edit {
  readonly place: ASTNode;
  readonly by: ASTNode | null;
}

function apply(document: DocumentNode, { place, by }: Edit): DocumentNode {
  return visit(document, { enter: (node) => (node === place ? by : undefined) });
}

function removals(set: SelectionSetNode): readonly Edit[] {
  return set.selections.length > 1 ? set.selections.map((place) => ({ place, by: null })) : [];
}

/** What stands in a selection set, one level up. */
function hoist(place: SelectionSetNode): readonly Edit[] {
  return place.selections.flatMap((selection): Edit[] => {
    if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
    const selections = place.selections.flatMap((one) => (one === selection ? selection.selectionSet.selections : [one]));
    return [{ place, by: { ...place, selections } }];
  });
}

function edits(document: DocumentNode): readonly Edit[] {
  const found: Edit[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  visit(document, { FragmentDefinition: (node) => void fragments.set(node.name.value, node) });
  visit(document, {
    SelectionSet: (node) => void found.push(...removals(node), ...hoist(node)),
    FragmentSpread(node) {
      const fragment = fragments.get(node.name.value);
      if (fragment) found.push({ place: node, by: { ...fragment, kind: Kind.INLINE_FRAGMENT } as unknown as ASTNode });
    },
    Directive: (place) => void found.push({ place, by: null }),
    Argument: (place) => void found.push({ place, by: null }),
    Field(node) {
      const { alias: _alias, ...plain } = node;
      if (node.alias) found.push({ place: node, by: plain });
    },
  });
  return found;
}

/** Without variables and fragments that nothing uses. */
function tidy(document: DocumentNode): DocumentNode {
  const used = new Set<string>();
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(`$${name.value}`),
    FragmentSpread: ({ name }) => void used.add(name.value),
  });
  const kept = visit(document, {
    VariableDefinition: ({ variable }) => (used.has(`$${variable.name.value}`) ? undefined : null),
    FragmentDefinition: ({ name }) => (used.has(name.value) ? undefined : null),
  });
  return kept.definitions.length < document.definitions.length ? tidy(kept) : kept;
}

/** Valid operations that ask for a little less. */
export function* smallerOperations(schema: GraphQLSchema, { text, variables }: FuzzOperation): Generator<FuzzOperation> {
  const document = parse(text, { noLocation: true });
  for (const edit of edits(document)) {
    const smaller = tidy(apply(document, edit));
    if (validate(schema, smaller).length > 0) continue;
    const printed = print(smaller);
    const kept = Object.entries(variables).filter(([name]) => new RegExp(`\\$${name}\\b`).test(printed));
    yield { text: printed, variables: Object.fromEntries(kept) };
  }
}
