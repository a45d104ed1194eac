import type { GraphQLError } from "graphql";
import { clipPath } from "./clip-path.ts";
import { isIn, type Portion, startsWith, withPrefix } from "./defer-errors.ts";
import type { Delivery, IncrementalPayload } from "./defer-payload.ts";
import { findInstances, type Instance } from "./defer-places.ts";
import type { DeferredFragment } from "./defer-split.ts";
import { isObject, type JsonObject, type ResponsePath, valueAt } from "./json.ts";
import type { Outcome } from "./outcome.ts";
import { project } from "./project.ts";
import type { Run } from "./run.ts";

/** The outcome as seen from an object of the response. */
function outcomeAt(outcome: Outcome, prefix: ResponsePath): Outcome {
  return { ...outcome, covers: (path) => outcome.covers([...prefix, ...path]) };
}

/** Adds to what the client has what it gets, as the client does. */
function mergeDelivered(target: JsonObject, source: JsonObject): void {
  for (const [key, value] of Object.entries(source)) target[key] = mergedValue(valueAt(target, key), value);
}

function mergedValue(known: unknown, value: unknown): unknown {
  if (Array.isArray(known) && Array.isArray(value)) return value.map((item, index) => mergedValue(known[index], item));
  if (!isObject(known) || !isObject(value)) return value;
  mergeDelivered(known, value);
  return known;
}

function objectAt(data: unknown, path: ResponsePath): JsonObject | null {
  let value: unknown = data;
  for (const part of path) value = (value as Record<string | number, unknown> | null | undefined)?.[part];
  return isObject(value) ? value : null;
}

/** The first payload, or a fragment. */
type Owner = DeferredFragment | null;

/**
 * Errors that subgraphs reported, each with the payload that has its place. What is at no place that the client asked for is told once, with the next
 * payload, at the object that needed it.
 */
function createReport({ plan }: Delivery, { outcome }: Run) {
  const portions = new Map<Owner, Portion>([[null, { place: [], selectionSet: plan.primary.content }]]);
  for (const { content } of plan.deferred) portions.set(content, content);
  const byOwner = new Map<Owner, GraphQLError[]>([...portions.keys()].map((owner) => [owner, []]));
  /** Nothing can be added to what was told. */
  const told = new Set<Owner>();
  let strays: GraphQLError[] = [];
  let sorted = 0;

  /** Looks at each error once: there may be as many as there are payloads. */
  function sortNew(): void {
    for (const error of outcome.reported.slice(sorted)) {
      const owners = [...portions].filter(([owner, portion]) => !told.has(owner) && isIn(portion, error.path ?? []));
      for (const [owner] of owners) byOwner.get(owner)?.push(error);
      if (owners.length === 0) strays.push(error);
    }
    sorted = outcome.reported.length;
  }

  return (owner: Owner, prefix: ResponsePath, delivered: JsonObject | null): readonly GraphQLError[] => {
    sortNew();
    told.add(owner);
    const nobodys = strays.map((error) => clipPath(error, delivered));
    strays = [];
    return [...(byOwner.get(owner) ?? []).filter(({ path = [] }) => startsWith(path, prefix)), ...nobodys];
  };
}

/** Writes the payloads of one execution. */
export interface Telling {
  first(): { readonly data: JsonObject | null; readonly errors: readonly GraphQLError[] };
  /** Whether the client has no object that a fragment is about. Holds for good once the payload around it is told. */
  isAboutNothing(fragment: DeferredFragment): boolean;
  /** One for each object that a fragment is about. */
  later(fragment: DeferredFragment): readonly IncrementalPayload[];
}

export function createTelling(delivery: Delivery, run: Run): Telling {
  const { schema, rootType, plan } = delivery;
  const report = createReport(delivery, run);
  /** What the client has. */
  let delivered: JsonObject | null = null;
  /** By fragment: where its payloads were null. Nothing that is inside comes any more. */
  const lost = new Map<number, ResponsePath[]>();

  function lostAround({ parent }: DeferredFragment): readonly ResponsePath[] {
    const outer = plan.deferred.find(({ content }) => content.id === parent)?.content;
    return outer ? [...(lost.get(outer.id) ?? []), ...lostAround(outer)] : [];
  }

  function instancesOf(fragment: DeferredFragment): readonly Instance[] {
    const found = findInstances(schema, { rootType, fetched: run.data, delivered }, fragment.place);
    const around = lostAround(fragment);
    return found.filter(({ path }) => !around.some((start) => startsWith(path, start)));
  }

  function deliver(fragment: DeferredFragment, path: ResponsePath, data: JsonObject | null): void {
    const place = objectAt(delivered, path);
    if (data !== null && place !== null) mergeDelivered(place, structuredClone(data));
    else lost.set(fragment.id, [...(lost.get(fragment.id) ?? []), path]);
  }

  function payloadOf(fragment: DeferredFragment, { path, object, type }: Instance): IncrementalPayload {
    const outcome = outcomeAt(run.outcome, path);
    const { data, errors } = project(schema, delivery.shapeOf(fragment, type), { data: object, outcome });
    deliver(fragment, path, data);
    const reported = report(fragment, path, delivered);
    const all = [...reported, ...errors.map((error) => withPrefix(error, path))];
    return { data, path, ...(fragment.label === null ? {} : { label: fragment.label }), ...(all.length > 0 ? { errors: all } : {}) };
  }

  return {
    first() {
      const { data, errors } = project(schema, delivery.primaryShape, run);
      delivered = structuredClone(data);
      const reported = report(null, [], delivered);
      return { data, errors: [...reported, ...errors] };
    },
    isAboutNothing: (fragment) => instancesOf(fragment).length === 0,
    later: (fragment) => instancesOf(fragment).map((instance) => payloadOf(fragment, instance)),
  };
}
