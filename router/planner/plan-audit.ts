import { type FieldNode, getOperationAST, Kind, parse, type SelectionNode } from "graphql";
import type { Holding, Ownership } from "../supergraph/ownership.ts";
import { fieldSignature } from "./field-signature.ts";
import type { EntityBatch, EntityFetch, PlanNode, Requirement, RootFetch, SubgraphOperation } from "./planner.ts";
import { repeatsMutation } from "./repeated-mutation.ts";

type Sent = ReadonlyMap<string, string>;

/** Where the walk through what a subgraph is asked is. */
interface Place {
  readonly type: string;
  /** What the subgraph resolves here although others own it. */
  readonly provided: readonly FieldNode[];
  /** What it was sent of the object, and the key in the response that each came from; empty where it found the object itself. */
  readonly sent: Sent;
}

interface Walk {
  readonly subgraph: string;
  readonly ownership: Ownership;
  readonly faults: string[];
  /** By type and response key of the whole plan (`Type.key`): what is asked for there. */
  readonly asked: ReadonlyMap<string, ReadonlySet<string>>;
  /** By response key of this fetch: what the representations have. */
  readonly sentTo: ReadonlyMap<string, Sent>;
}

const NOTHING: Sent = new Map();

function fieldsIn(selections: readonly SelectionNode[]): readonly FieldNode[] {
  return selections.flatMap((one) => {
    if (one.kind === Kind.FIELD) return [one];
    return one.kind === Kind.INLINE_FRAGMENT ? fieldsIn(one.selectionSet.selections) : [];
  });
}

const has = (fields: readonly FieldNode[], name: string): boolean => fields.some((one) => one.name.value === name);

/** What a field asks for. Planners write the text "1" of an ID as the number 1. */
function signature(field: FieldNode): string {
  return fieldSignature(field).replaceAll('"', "");
}

/** Whether what was sent for a required field is, or may be, what was asked for with other arguments. */
function hasOtherArguments({ asked }: Walk, { type, sent }: Place, required: FieldNode): boolean {
  if ((required.arguments ?? []).length === 0) return false;
  const signatures = asked.get(`${type}.${sent.get(required.name.value) ?? ""}`) ?? [];
  return [...signatures].some((one) => one !== signature(required));
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
  const mistaken = fieldsIn(holdings.flatMap(({ requires }) => requires)).find((one) => hasOtherArguments(walk, place, one));
  if (mistaken)
    walk.faults.push(`${walk.subgraph} is asked for ${place.type}.${name}, with ${mistaken.name.value} as something else requires it`);
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

function namesIn(requirements: readonly Requirement[]): readonly (readonly [string, string])[] {
  return requirements.flatMap((one) =>
    one.kind === "type" ? namesIn(one.selections) : [[one.name, one.name] as const, [one.as, one.name] as const],
  );
}

/** The last key of a rewrite's path is what is renamed. */
function renamesIn({ inputRewrites }: EntityBatch): readonly (readonly [string, string])[] {
  return inputRewrites.flatMap((one) => {
    const last = one.path.at(-1);
    return one.kind === "rename" && last?.kind === "key" ? [[one.to, last.name] as const] : [];
  });
}

function sentIn(batch: EntityBatch): Sent {
  return new Map([...namesIn(batch.requires), ...renamesIn(batch)]);
}

function fetchesOf(node: PlanNode): readonly (RootFetch | EntityFetch)[] {
  return node.kind === "fetch" || node.kind === "entities" ? [node] : node.nodes.flatMap(fetchesOf);
}

function walkOperation(walk: Walk, { text, kind }: SubgraphOperation): void {
  const operation = getOperationAST(parse(text, { noLocation: true }));
  const type = kind === "mutation" ? "Mutation" : "Query";
  if (operation) walkSelections(walk, { type, provided: [], sent: NOTHING }, operation.selectionSet.selections);
}

type Asked = Map<string, Set<string>>;

function noteAsked(asked: Asked, ownership: Ownership, { type, selections }: { type: string; selections: readonly SelectionNode[] }): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const key = `${type}.${(selection.alias ?? selection.name).value}`;
      asked.set(key, (asked.get(key) ?? new Set()).add(signature(selection)));
      const below = ownership.typeOf(type, selection.name.value) ?? "";
      noteAsked(asked, ownership, { type: below, selections: selection.selectionSet?.selections ?? [] });
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      noteAsked(asked, ownership, { type: selection.typeCondition?.name.value ?? type, selections: selection.selectionSet.selections });
    }
  }
}

/** What the fetches of a plan ask for. */
function askedIn(fetches: readonly (RootFetch | EntityFetch)[], ownership: Ownership): Asked {
  const asked: Asked = new Map();
  for (const { operation } of fetches) {
    const selections = getOperationAST(parse(operation.text, { noLocation: true }))?.selectionSet.selections ?? [];
    noteAsked(asked, ownership, { type: operation.kind === "mutation" ? "Mutation" : "Query", selections });
  }
  return asked;
}

/**
 * Holds a plan against who owns what: the first thing that is wrong with it, as a sentence, or null. Planners have faults: they ask subgraphs for fields that
 * these only mention (`@external`), for fields with a `@requires` without sending what it needs, or with what something else needs, and send a mutation to
 * each of several subgraphs. Subgraphs answer that with null, or wrongly. There is no fault where the composed schema does not say enough.
 */
export function faultOf(plan: PlanNode, ownership: Ownership): string | null {
  if (repeatsMutation(plan)) return "a mutation is sent more than once";
  if (!ownership.isComplete) return null;
  if (plan.kind === "sequence" && plan.separately)
    return plan.nodes.map((node) => faultOf(node, ownership)).find((one) => one !== null) ?? null;
  const faults: string[] = [];
  const fetches = fetchesOf(plan);
  const asked = askedIn(fetches, ownership);
  for (const node of fetches) {
    const batches = node.kind === "entities" ? node.batches : [];
    const sentTo = new Map(batches.map((batch) => [batch.responseKey, sentIn(batch)]));
    walkOperation({ subgraph: node.subgraph, ownership, faults, asked, sentTo }, node.operation);
  }
  return faults[0] ?? null;
}
