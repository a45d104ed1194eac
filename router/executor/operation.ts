import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  getOperationAST,
  type InlineFragmentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from "graphql";
import type { Hazards } from "../supergraph/hazards.ts";
import type { IsTrue } from "./conditions.ts";
import { hasDefer } from "./defer-split.ts";
import { createPlanKeys, type PlanKeys } from "./plan-keys.ts";
import { settleConditions } from "./settle-conditions.ts";

/** An operation of a document, taken apart into what subgraphs answer and what the router does. */
export interface PreparedOperation {
  /** What it stands in. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** The introspection that the operation has; null when there is none. */
  readonly introspection: DocumentNode | null;
  /** Boolean variables of its `@skip`, `@include` and `@defer`, in a fixed order. */
  readonly conditionVariables: readonly string[];
  /** Whether it has `@defer` anywhere. */
  readonly hasDefer: boolean;
  readonly planKeys: PlanKeys;
}

type Keep = (field: FieldNode) => boolean;

const isIntrospection: Keep = ({ name }) => name.value === "__schema" || name.value === "__type";
/** `__typename` of the root is known here. */
const isForSubgraphs: Keep = ({ name }) => !name.value.startsWith("__");

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Of the root selections, the wanted fields; fragments are written out, so that one may be wanted in part. What can never be included goes. */
function keepRoots(selectionSet: SelectionSetNode, keep: Keep, fragments: Fragments): SelectionSetNode {
  const selections = selectionSet.selections.flatMap((selection): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return keep(selection) ? [selection] : [];
    return keepOfFragment(selection, keep, fragments);
  });
  return { kind: Kind.SELECTION_SET, selections };
}

function keepOfFragment(selection: FragmentSpreadNode | InlineFragmentNode, keep: Keep, fragments: Fragments): readonly SelectionNode[] {
  const source = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
  const kept = source ? keepRoots(source.selectionSet, keep, fragments) : null;
  if (kept === null || kept.selections.length === 0) return [];
  return [{ kind: Kind.INLINE_FRAGMENT, selectionSet: kept, ...(selection.directives ? { directives: selection.directives } : {}) }];
}

function reachableFragments(
  root: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly FragmentDefinitionNode[] {
  const reached = new Map<string, FragmentDefinitionNode>();
  function reach(node: OperationDefinitionNode | FragmentDefinitionNode): void {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (fragment === undefined || reached.has(name.value)) return;
        reached.set(name.value, fragment);
        reach(fragment);
      },
    });
  }
  reach(root);
  return [...reached.values()];
}

function part(operation: OperationDefinitionNode, keep: Keep, fragments: Fragments): DocumentNode | null {
  const selectionSet = keepRoots(operation.selectionSet, keep, fragments);
  if (selectionSet.selections.length === 0) return null;
  const kept: OperationDefinitionNode = { ...operation, selectionSet };
  return { kind: Kind.DOCUMENT, definitions: [kept, ...reachableFragments(kept, fragments)] };
}

const CONDITIONAL: ReadonlySet<string> = new Set(["skip", "include", "defer"]);

function conditionVariables(document: readonly (OperationDefinitionNode | FragmentDefinitionNode)[]): readonly string[] {
  const names = new Set<string>();
  for (const definition of document) {
    visit(definition, {
      Directive({ name, arguments: given }) {
        if (!CONDITIONAL.has(name.value)) return;
        for (const { value } of given ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    });
  }
  return [...names].sort();
}

const TYPE_NAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } };

/** An alias that is the field's own name goes: the native planner takes `f` and `f: f` for two fields. */
function withKey({ alias: _alias, ...field }: FieldNode, key: string): FieldNode {
  return key === field.name.value ? field : { ...field, alias: { kind: Kind.NAME, value: key } };
}

/**
 * Gives fields the response keys that they are planned under, and makes sure of the names of types. Those that a client asks for become plain ones, whatever alias they have: the executor tells objects of abstract types
 * apart by them, and knows by itself what to answer. And where a client asks by fragments only, the name is asked for besides: the planner leaves a field out
 * when no fragment can apply, and then nobody knows how many empty objects there are.
 */
function withTypeNames(document: DocumentNode, planKeys: PlanKeys): DocumentNode {
  return visit(document, {
    Field: {
      leave(field) {
        if (field.name.value === TYPE_NAME.name.value) return TYPE_NAME;
        const keyed = withKey(field, planKeys.keyFor(field));
        if (field.selectionSet === undefined || field.selectionSet.selections.some(({ kind }) => kind === Kind.FIELD)) return keyed;
        return { ...keyed, selectionSet: { ...field.selectionSet, selections: [TYPE_NAME, ...field.selectionSet.selections] } };
      },
    },
  });
}

/**
 * What of an operation subgraphs have to answer, as a document for the planner: for given values of the variables in its conditions, and without conditions.
 * (With them, the planner would make one plan for all values; but it loses some conditions where fragments overlap, and then asks for what it must not.)
 * Null when it is nothing.
 */
export function textForSubgraphs({ document, operation, planKeys }: PreparedOperation, isTrue: IsTrue): string | null {
  const settled = settleConditions(document, isTrue);
  const chosen = getOperationAST(settled, operation.name?.value);
  const forSubgraphs = chosen ? part(chosen, isForSubgraphs, fragmentsOf(settled)) : null;
  return forSubgraphs === null ? null : print(withTypeNames(forSubgraphs, planKeys));
}

const responseKey = ({ alias, name }: FieldNode): string => (alias ?? name).value;

function rootKeys(selectionSet: SelectionSetNode, fragments: Fragments): readonly string[] {
  return selectionSet.selections.flatMap((selection): readonly string[] => {
    if (selection.kind === Kind.FIELD) return [responseKey(selection)];
    const inner = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return inner ? rootKeys(inner.selectionSet, fragments) : [];
  });
}

/** Of a document with one operation, one document for each root field, in the order of the response. */
export function rootFieldTexts(text: string): readonly string[] {
  const document = parse(text, { noLocation: true });
  const operation = getOperationAST(document);
  if (!operation) return [];
  const fragments = fragmentsOf(document);
  return [...new Set(rootKeys(operation.selectionSet, fragments))].flatMap((key) => {
    const one = part(operation, (field) => responseKey(field) === key, fragments);
    return one === null ? [] : [print(one)];
  });
}

function fragmentsOf(document: DocumentNode): Fragments {
  return new Map(document.definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one]] : [])));
}

/** Takes an operation of a valid document apart. */
export function prepareOperation(document: DocumentNode, operation: OperationDefinitionNode, hazards: Hazards): PreparedOperation {
  const fragments = fragmentsOf(document);
  const reached = [operation, ...reachableFragments(operation, fragments)];
  return {
    document,
    operation,
    fragments,
    introspection: part(operation, isIntrospection, fragments),
    conditionVariables: conditionVariables(reached),
    hasDefer: hasDefer(reached),
    planKeys: createPlanKeys(reached, hazards),
  };
}
