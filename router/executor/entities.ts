import type { EntityBatch } from "../planner/planner.ts";
import { findWays, visitObjects } from "./find-objects.ts";
import { copyObject, isObject, type JsonObject, type ResponsePath } from "./json.ts";
import { mergeInto } from "./merge.ts";
import type { Failure } from "./outcome.ts";
import { compileGrouping, type EntityGroup, type Grouping, INCOMPLETE } from "./represent.ts";
import { applyRewrites, rewritePath } from "./rewrites.ts";
import { failureOf, type Run, type SubgraphError } from "./run.ts";

/** The entities of a batch: each representation once, with all the objects that it stands for. */
export interface BatchTargets {
  readonly batch: EntityBatch;
  /** As JSON text. */
  readonly representations: readonly string[];
  /** For each representation. */
  readonly targets: readonly (readonly JsonObject[])[];
}

const compiled = new WeakMap<EntityBatch, () => Grouping>();

function startGrouping(run: Run, batch: EntityBatch): Grouping {
  const start = compiled.get(batch) ?? compileGrouping(batch, run.types);
  compiled.set(batch, start);
  return start();
}

/**
 * Finds the entities of a batch and represents them. For those that cannot be represented, the failure that caused it is passed on.
 * Where places may share objects, those of one path that stand for the same entity become one object: the same was fetched for all of them, and the same
 * will be.
 */
export function gatherTargets(run: Run, batch: EntityBatch): BatchTargets {
  const grouping = startGrouping(run, batch);
  const targets: JsonObject[][] = [];
  const isTarget = new Set<JsonObject>();
  const groupOf = new Map<JsonObject, EntityGroup | null>();

  function group(object: JsonObject): EntityGroup | null {
    const known = groupOf.get(object);
    if (known !== undefined) return known;
    const found = grouping.groupOf(object);
    if (found === INCOMPLETE) passFailureOn(run, object, batch);
    const own = typeof found === "symbol" ? null : found;
    groupOf.set(object, own);
    return own;
  }

  function addTarget(object: JsonObject, { number }: EntityGroup): void {
    if (isTarget.has(object)) return;
    isTarget.add(object);
    targets[number] ??= [];
    targets[number].push(object);
  }

  for (const segments of batch.paths) {
    const isUniform = run.mayShareObjects && run.outcome.isClean() && run.isUniform(segments);
    const firsts: JsonObject[] = [];
    visitObjects(run.data, { segments, types: run.types }, (object, holder, key) => {
      const own = group(object);
      if (own === null) return;
      if (isUniform) firsts[own.number] ??= object;
      const first = firsts[own.number] ?? object;
      addTarget(first, own);
      if (first === object) return;
      holder[key] = first;
      run.hasSharedObjects = true;
    });
  }
  return { batch, representations: grouping.groups.map(({ text }) => text), targets };
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
  targets: readonly JsonObject[],
  { failure, batch }: { readonly failure: Failure; readonly batch: EntityBatch },
): void {
  run.outcome.attach(targets, failure, batch.keys);
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
    if (first) failTargets(run, batch, failureOf(run, first, answer.subgraph));
    return;
  }
  for (const [index, targets] of batch.targets.entries()) {
    const entity: unknown = entities[index];
    if (!isObject(entity)) continue;
    applyRewrites(entity, batch.batch.outputRewrites, run.types);
    placeEntity(run, targets, entity);
  }
}

/** All but the last get a copy, unless places may share their objects: a later fetch that writes to one of them must not write to the others then. */
function placeEntity(run: Run, targets: readonly JsonObject[], entity: JsonObject): void {
  if (targets.length > 1 && run.mayShareObjects) run.hasSharedObjects = true;
  const last = targets.length - 1;
  for (const [nth, object] of targets.entries()) {
    mergeInto(object, nth === last || run.mayShareObjects ? entity : copyObject(entity), run.types);
  }
}

function placeError(
  run: Run,
  batches: readonly BatchTargets[],
  { error, answer }: { readonly error: SubgraphError; readonly answer: EntityAnswer },
): void {
  const failure = failureOf(run, error, answer.subgraph);
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

function waysOf(run: Run, batch: EntityBatch, targets: readonly JsonObject[]): readonly ResponsePath[] {
  const objects = new Set(targets);
  return batch.paths.flatMap((segments) => findWays(run.data, { segments, types: run.types }, objects));
}
