import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from "graphql";
import { type IsTrue, isIncluded } from "./conditions.ts";
import type { PlanKeys } from "./plan-keys.ts";

/** A step to the objects that a fragment is about. Lists on the way are walked through; a `type` step goes on only for objects of that type. */
export type PlaceStep =
  | { readonly kind: "field"; readonly key: string; readonly planKey: string; readonly name: string }
  | { readonly kind: "type"; readonly name: string };

/** A fragment with `@defer`, at its place in the operation. A named fragment that is spread twice is two of them. */
export interface DeferredFragment {
  /** Tells the deferred fragments of an operation apart: its position among them. */
  readonly id: number;
  /** What the client calls it. */
  readonly label: string | null;
  /** From the root of the response. */
  readonly place: readonly PlaceStep[];
  /** The deferred fragment around it, after which it comes; null when it comes after the first payload. */
  readonly parent: number | null;
  /** Without the deferred fragments in it. */
  readonly selectionSet: SelectionSetNode;
}

/** An operation as it is delivered: what the first payload has, and what may come later. Fragments are written out, conditions are settled. */
export interface SplitOperation {
  readonly primary: SelectionSetNode;
  readonly deferred: readonly DeferredFragment[];
}

export interface SplitSource {
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly planKeys: PlanKeys;
  readonly isTrue: IsTrue;
}

type Fragment = Exclude<SelectionNode, FieldNode>;

interface Splitting extends SplitSource {
  readonly isLeftForLater: (id: number) => boolean;
  readonly deferred: DeferredFragment[];
  /** Deferred fragments met so far, those that are not left for later among them. */
  met: number;
}

interface Place {
  readonly steps: readonly PlaceStep[];
  readonly parent: number | null;
}

function argumentOf({ arguments: given = [] }: DirectiveNode, name: string) {
  return given.find((argument) => argument.name.value === name)?.value;
}

/** The `@defer` of a fragment for given values of variables; null when it has none, or one that is off. */
function activeDefer(fragment: Fragment, isTrue: IsTrue): DirectiveNode | null {
  const directive = fragment.directives?.find(({ name }) => name.value === "defer");
  if (directive === undefined) return null;
  const condition = argumentOf(directive, "if");
  if (condition?.kind === Kind.BOOLEAN && !condition.value) return null;
  return condition?.kind === Kind.VARIABLE && isTrue(condition.name.value) === false ? null : directive;
}

function labelOf(directive: DirectiveNode): string | null {
  const label = argumentOf(directive, "label");
  return label?.kind === Kind.STRING ? label.value : null;
}

function splitField(splitting: Splitting, field: FieldNode, place: Place): FieldNode {
  const { selectionSet, directives: _settled, ...rest } = field;
  if (selectionSet === undefined) return rest;
  const step: PlaceStep = {
    kind: "field",
    key: (field.alias ?? field.name).value,
    planKey: splitting.planKeys.keyFor(field),
    name: field.name.value,
  };
  return { ...rest, selectionSet: splitSelections(splitting, selectionSet, { ...place, steps: [...place.steps, step] }) };
}

function writtenOut(fragment: Fragment, fragments: SplitSource["fragments"]): { condition: string | null; body: SelectionSetNode | null } {
  const source = fragment.kind === Kind.INLINE_FRAGMENT ? fragment : fragments.get(fragment.name.value);
  return { condition: source?.typeCondition?.name.value ?? null, body: source?.selectionSet ?? null };
}

function inline(condition: string | null, selectionSet: SelectionSetNode): InlineFragmentNode {
  if (condition === null) return { kind: Kind.INLINE_FRAGMENT, selectionSet };
  const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: condition } } as const;
  return { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet };
}

function splitFragment(splitting: Splitting, fragment: Fragment, place: Place): readonly InlineFragmentNode[] {
  const { condition, body } = writtenOut(fragment, splitting.fragments);
  if (body === null) return [];
  const steps: readonly PlaceStep[] = condition === null ? place.steps : [...place.steps, { kind: "type", name: condition }];
  const directive = activeDefer(fragment, splitting.isTrue);
  if (directive !== null) {
    const id = splitting.met;
    splitting.met += 1;
    if (splitting.isLeftForLater(id)) {
      const selectionSet = splitSelections(splitting, body, { steps, parent: id });
      splitting.deferred.push({ id, label: labelOf(directive), place: steps, parent: place.parent, selectionSet });
      return [];
    }
  }
  return [inline(condition, splitSelections(splitting, body, { ...place, steps }))];
}

function splitSelections(splitting: Splitting, selectionSet: SelectionSetNode, place: Place): SelectionSetNode {
  const selections = selectionSet.selections
    .filter((selection) => isIncluded(selection, splitting.isTrue))
    .flatMap((selection): readonly SelectionNode[] =>
      selection.kind === Kind.FIELD ? [splitField(splitting, selection, place)] : splitFragment(splitting, selection, place),
    );
  return { kind: Kind.SELECTION_SET, selections };
}

/**
 * Takes the deferred fragments out of an operation, for given values of the variables in its conditions. Those that `isLeftForLater` says no to stay where they are.
 * A fragment comes before those that are inside it.
 */
export function splitDefers(source: SplitSource, isLeftForLater: (id: number) => boolean = () => true): SplitOperation {
  const splitting: Splitting = { ...source, isLeftForLater, deferred: [], met: 0 };
  const primary = splitSelections(splitting, source.operation.selectionSet, { steps: [], parent: null });
  return { primary, deferred: splitting.deferred.toSorted((a, b) => a.id - b.id) };
}

/** Whether an operation has `@defer` anywhere. */
export function hasDefer(definitions: Iterable<OperationDefinitionNode | FragmentDefinitionNode>): boolean {
  let found = false;
  for (const definition of definitions) {
    visit(definition, {
      Directive({ name }) {
        found ||= name.value === "defer";
      },
    });
  }
  return found;
}
