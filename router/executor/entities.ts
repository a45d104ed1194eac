import type { EntityBatch } from "../planner/planner.ts";
import { findObjects, findWays } from "./find-objects.ts";
import { copyObject, isObject, type JsonObject, type ResponsePath } from "./json.ts";
import { mergeInto } from "./merge.ts";
import type { Failure } from "./outcome.ts";
import { represent } from "./represent.ts";
import { applyRewrites, rewritePath } from "./rewrites.ts";
import { failureOf, type Run, type SubgraphError } from "./run.ts";

/** An object that waits for what a fetch brings, with its place among those that the batch's path leads to. */
interface Target {
  readonly object: JsonObject;
  readonly pathIndex: number;
  readonly position: number;
}

/** The entities of a batch: each representation once, with all the objects that it stands for. */
export interface BatchTargets {
  readonly batch: EntityBatch;
  readonly representations: readonly JsonObject[];
  /** For each representation. */
  readonly targets: readonly (readonly Target[])[];
}

/** Finds the entities of a batch and represents them. For those that cannot be represented, the failure that caused it is passed on. */
export function gatherTargets(run: Run, batch: EntityBatch): BatchTargets {
  const representations: JsonObject[] = [];
  const targets: Target[][] = [];
  const indexes = new Map<string, number>();
  function add(target: Target, representation: JsonObject): void {
    applyRewrites(representation, batch.inputRewrites, run.types);
    const text = JSON.stringify(representation);
    const index = indexes.get(text);
    if (index !== undefined) return void targets[index]?.push(target);
    indexes.set(text, representations.length);
    representations.push(representation);
    targets.push([target]);
  }
  for (const [pathIndex, path] of batch.paths.entries()) {
    for (const [position, object] of findObjects(run.data, path, run.types).entries()) {
      const representation = represent(object, batch.requires, run.types);
      if (representation.kind === "complete") add({ object, pathIndex, position }, representation.value);
      else if (representation.kind === "incomplete") passFailureOn(run, object, batch);
    }
  }
  return { batch, representations, targets };
}

function passFailureOn(run: Run, object: JsonObject, batch: EntityBatch): void {
  const cause = run.outcome.causeFor(object);
  if (cause !== null) run.outcome.attach([object], cause, batch.keys);
}

/** The fetch of a batch failed as a whole. */
export function failTargets(run: Run, { batch, targets }: BatchTargets, failure: Failure): void {
  for (const one of targets) attach(run, one, { failure, batch });
}

function attach(
  run: Run,
  targets: readonly Target[],
  { failure, batch }: { readonly failure: Failure; readonly batch: EntityBatch },
): void {
  run.outcome.attach(
    targets.map(({ object }) => object),
    failure,
    batch.keys,
  );
}

/** What a subgraph answered to an entity fetch. */
export interface EntityAnswer {
  readonly subgraph: string;
  readonly data: JsonObject | null;
  readonly errors: readonly SubgraphError[];
}

/** Puts what a subgraph answered to the objects that wait for it, and its errors to their places. */
export function placeEntities(run: Run, batches: readonly BatchTargets[], answer: EntityAnswer): void {
  for (const error of answer.errors) placeError(run, batches, { error, answer });
  for (const batch of batches) placeBatch(run, batch, answer);
}

function placeBatch(run: Run, batch: BatchTargets, answer: EntityAnswer): void {
  const entities = answer.data?.[batch.batch.responseKey];
  if (!Array.isArray(entities)) {
    const [first] = answer.errors;
    if (first) failTargets(run, batch, failureOf(first, answer.subgraph));
    return;
  }
  for (const [index, targets] of batch.targets.entries()) {
    const entity: unknown = entities[index];
    if (!isObject(entity)) continue;
    applyRewrites(entity, batch.batch.outputRewrites, run.types);
    // All but the last get a copy: two places of the response must not share an object that a later fetch writes to.
    for (const [nth, { object }] of targets.entries()) mergeInto(object, nth < targets.length - 1 ? copyObject(entity) : entity, run.types);
  }
}

function placeError(
  run: Run,
  batches: readonly BatchTargets[],
  { error, answer }: { readonly error: SubgraphError; readonly answer: EntityAnswer },
): void {
  const failure = failureOf(error, answer.subgraph);
  const [key, index, ...rest] = error.path ?? [];
  const batch = batches.find((one) => one.batch.responseKey === key);
  const targets = typeof index === "number" ? batch?.targets[index] : undefined;
  if (batch === undefined || targets === undefined) {
    // Without data, the fetch counts as failed: its fields will say so, each at its place.
    if (answer.data !== null) run.outcome.report(failure, null);
    return;
  }
  // An error that took the whole entity along explains all the fields that it should have brought.
  if (rest.length === 0 || isMissing(answer, batch.batch.responseKey, index)) attach(run, targets, { failure, batch: batch.batch });
  if (rest.length === 0) return;
  const below = rewritePath(rest, batch.batch.outputRewrites);
  for (const way of waysOf(run, batch.batch, targets)) run.outcome.report(failure, [...way, ...below]);
}

function isMissing({ data }: EntityAnswer, responseKey: string, index: string | number | undefined): boolean {
  const entities = data?.[responseKey];
  return Array.isArray(entities) && !isObject(entities[Number(index)]);
}

function waysOf(run: Run, batch: EntityBatch, targets: readonly Target[]): readonly ResponsePath[] {
  const ways = batch.paths.map((path) => findWays(run.data, path, run.types));
  return targets.flatMap(({ pathIndex, position }) => {
    const way = ways[pathIndex]?.[position];
    return way === undefined ? [] : [way];
  });
}
