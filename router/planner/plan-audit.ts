import { type FieldNode, getOperationAST, Kind, parse, print, type SelectionNode } from "graphql";
import type { Holding, Ownership } from "../supergraph/ownership.ts";
import type { EntityBatch, EntityFetch, PlanNode, Requirement, RootFetch, SubgraphOperation } from "./planner.ts";

/** What a plan gets wrong. */
export interface Audit {
  /** The first thing that a subgraph is asked for and cannot answer, as a sentence; null when there is none. */
  readonly fault: string | null;
  /** Whether fields are asked for that require one field with different arguments. */
  readonly mixesArguments: boolean;
}

/** Where the walk through what a subgraph is asked is. */
interface Place {
  readonly type: string;
  /** What the subgraph resolves here although others own it. */
  readonly provided: readonly FieldNode[];
  /** Names of what it was sent of the object; empty where it found the object itself. */
  readonly sent: ReadonlySet<string>;
}

interface Walk {
  readonly subgraph: string;
  readonly ownership: Ownership;
  readonly faults: string[];
  /** Of fields that are required with arguments, the arguments. */
  readonly required: Map<string, Set<string>>;
  /** By response key: what the representations have. */
  readonly sentTo: ReadonlyMap<string, ReadonlySet<string>>;
}

const NOTHING: ReadonlySet<string> = new Set();

function fieldsIn(selections: readonly SelectionNode[]): readonly FieldNode[] {
  return selections.flatMap((one) => {
    if (one.kind === Kind.FIELD) return [one];
    return one.kind === Kind.INLINE_FRAGMENT ? fieldsIn(one.selectionSet.selections) : [];
  });
}

const has = (fields: readonly FieldNode[], name: string): boolean => fields.some((one) => one.name.value === name);

function noteRequired({ required }: Walk, selections: readonly SelectionNode[]): void {
  for (const field of fieldsIn(selections)) {
    const variants = required.get(field.name.value) ?? new Set();
    required.set(field.name.value, variants.add((field.arguments ?? []).map(print).toSorted().join()));
    if (field.selectionSet) noteRequired({ required } as Walk, field.selectionSet.selections);
  }
}

function holdingAt({ ownership, subgraph }: Walk, type: string, field: string): Holding | null {
  return ownership.holding(subgraph, { type, field });
}

/** Whether the subgraph can resolve a field of an object of just this type. */
function isResolvable(walk: Walk, place: Place, field: string): boolean {
  const holding = holdingAt(walk, place.type, field);
  if (holding === null) return false;
  if (has(place.provided, field)) return true;
  if (holding.isExternal) return false;
  return fieldsIn(holding.requires).every(({ name: { value } }) => {
    const isOwn = holdingAt(walk, place.type, value)?.isExternal === false;
    return isOwn || place.sent.has(value) || has(place.provided, value);
  });
}

function walkField(walk: Walk, place: Place, field: FieldNode): void {
  const name = field.name.value;
  if (name.startsWith("__")) return;
  const types = [place.type, ...walk.ownership.implementers(walk.subgraph, place.type)];
  if (!types.every((type) => isResolvable(walk, { ...place, type }, name))) {
    walk.faults.push(`${walk.subgraph} is asked for ${place.type}.${name}, which it cannot resolve there`);
  }
  const holdings = types.flatMap((type) => holdingAt(walk, type, name) ?? []);
  for (const { requires } of holdings) noteRequired(walk, requires);
  const type = walk.ownership.typeOf(place.type, name);
  if (type === null) return;
  if (walk.ownership.isComposite(type) !== (field.selectionSet !== undefined)) {
    walk.faults.push(`${walk.subgraph} is asked for ${place.type}.${name} without saying what of it`);
  }
  if (!field.selectionSet) return;
  const above = place.provided.filter((one) => one.name.value === name).flatMap((one) => one.selectionSet?.selections ?? []);
  const provided = fieldsIn([...above, ...holdings.flatMap(({ provides }) => provides)]);
  walkSelections(walk, { type, provided, sent: NOTHING }, field.selectionSet.selections);
}

function walkSelections(walk: Walk, place: Place, selections: readonly SelectionNode[]): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const sent = walk.sentTo.get((selection.alias ?? selection.name).value);
      if (selection.name.value !== "_entities") walkField(walk, place, selection);
      else walkSelections(walk, { ...place, sent: sent ?? NOTHING }, selection.selectionSet?.selections ?? []);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      walkSelections(walk, { ...place, type: selection.typeCondition?.name.value ?? place.type }, selection.selectionSet.selections);
    }
  }
}

function namesIn(requirements: readonly Requirement[]): readonly string[] {
  return requirements.flatMap((one) => (one.kind === "field" ? [one.name, one.as] : namesIn(one.selections)));
}

function sentIn({ requires, inputRewrites }: EntityBatch): ReadonlySet<string> {
  return new Set([...namesIn(requires), ...inputRewrites.flatMap((one) => (one.kind === "rename" ? [one.to] : []))]);
}

function fetchesOf(node: PlanNode): readonly (RootFetch | EntityFetch)[] {
  return node.kind === "fetch" || node.kind === "entities" ? [node] : node.nodes.flatMap(fetchesOf);
}

function walkOperation(walk: Walk, { text, kind }: SubgraphOperation): void {
  const operation = getOperationAST(parse(text, { noLocation: true }));
  const type = kind === "mutation" ? "Mutation" : "Query";
  if (operation) walkSelections(walk, { type, provided: [], sent: NOTHING }, operation.selectionSet.selections);
}

/**
 * Holds a plan against who owns what. Planners have faults: they ask subgraphs for fields that these only mention (`@external`), or for fields with a
 * `@requires` without sending what it needs. Subgraphs answer that with null, or wrongly. There is no fault where the composed schema does not say enough.
 */
export function auditPlan(plan: PlanNode, ownership: Ownership): Audit {
  const faults: string[] = [];
  const required = new Map<string, Set<string>>();
  for (const node of fetchesOf(plan)) {
    const batches = node.kind === "entities" ? node.batches : [];
    const sentTo = new Map(batches.map((batch) => [batch.responseKey, sentIn(batch)]));
    walkOperation({ subgraph: node.subgraph, ownership, faults, required, sentTo }, node.operation);
  }
  return {
    fault: ownership.isComplete ? (faults[0] ?? null) : null,
    mixesArguments: [...required.values()].some((variants) => variants.size > 1),
  };
}
