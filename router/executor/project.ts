import {
  type GraphQLError,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNullableType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
} from "graphql";
import { isObject, type JsonObject, typeNameOf, valueAt } from "./json.ts";
import { type Failure, type Outcome, toError } from "./outcome.ts";
import { clientKey } from "./plan-keys.ts";
import type { FieldShape, FieldsType, ResponseShape, SelectionShape } from "./shape.ts";
import { runtimeType } from "./write-response.ts";

/** What the client gets. */
export interface Projection {
  readonly data: JsonObject | null;
  readonly errors: readonly GraphQLError[];
}

/** A null in a place where none may be: the object around it becomes null. */
const BUBBLE = Symbol("null in a non-null place");

interface Projecting {
  readonly schema: GraphQLSchema;
  readonly outcome: Outcome;
  readonly errors: GraphQLError[];
  /** The place that is being written; grows and shrinks. */
  readonly way: (string | number)[];
}

interface Place {
  readonly field: FieldShape;
  readonly type: GraphQLOutputType;
}

function fail(run: Projecting, failure: Failure): void {
  if (!run.outcome.covers(run.way)) run.errors.push(toError(failure, [...run.way]));
}

function nullFor(run: Projecting, { field }: Place): typeof BUBBLE {
  fail(run, {
    message: `Cannot return null for non-nullable field ${field.coordinate}.`,
    extensions: { code: "NULL_FOR_NON_NULLABLE" },
  });
  return BUBBLE;
}

function unusable(run: Projecting, { field }: Place): null {
  fail(run, { message: `What came for ${field.coordinate} does not fit its type.`, extensions: { code: "SUBGRAPH_BAD_RESPONSE" } });
  return null;
}

/** A value in the form that the client asked for; BUBBLE when null is not allowed here. Whatever is null has been accounted for by then. */
function complete(run: Projecting, place: Place, value: unknown): unknown {
  if (!isNonNullType(place.type)) return completeNullable(run, place, value);
  const errorsBefore = run.errors.length;
  const inner = completeNullable(run, { field: place.field, type: getNullableType(place.type) }, value);
  if (inner !== null) return inner;
  return run.errors.length > errorsBefore ? BUBBLE : nullFor(run, place);
}

function completeNullable(run: Projecting, place: Place, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (isListType(place.type)) return completeList(run, { field: place.field, type: place.type.ofType }, value);
  return place.field.selection === null ? completeLeaf(run, place, value) : completeObject(run, place, value);
}

function completeLeaf(run: Projecting, place: Place, value: unknown): unknown {
  if (!isEnumType(place.type)) return value;
  return typeof value === "string" && place.type.getValue(value) ? value : unusable(run, place);
}

function completeList(run: Projecting, place: Place, list: unknown): unknown {
  if (!Array.isArray(list)) return unusable(run, place);
  const errorsBefore = run.errors.length;
  const items: unknown[] = [];
  for (const [index, item] of list.entries()) {
    run.way.push(index);
    const completed = complete(run, place, item);
    run.way.pop();
    if (completed === BUBBLE) return keepCause(run, errorsBefore);
    items.push(completed);
  }
  return items;
}

/** Of the errors inside what becomes null, the one that made it null is kept: the last one. */
function keepCause(run: Projecting, errorsBefore: number): null {
  run.errors.splice(errorsBefore, Math.max(0, run.errors.length - errorsBefore - 1));
  return null;
}

/** Why nobody could say which type an object of an interface has (`@interfaceObject`), where the client needs to know. */
function failureOfType(run: Projecting, { type }: Place, value: unknown): Failure | null {
  const isUnknown = isInterfaceType(type) && isObject(value) && typeNameOf(value) === type.name;
  return isUnknown ? run.outcome.failureFor(value, "__typename") : null;
}

function completeObject(run: Projecting, place: Place, value: unknown): unknown {
  const failure = failureOfType(run, place, value);
  if (failure !== null) {
    fail(run, failure);
    return null;
  }
  const type = isObject(value) ? runtimeType(run.schema, place.type, typeNameOf(value)) : null;
  if (type === null || !isObject(value) || place.field.selection === null) return unusable(run, place);
  return projectFields(run, { type, selection: place.field.selection }, value);
}

function projectFields(
  run: Projecting,
  form: { readonly type: FieldsType; readonly selection: SelectionShape },
  object: JsonObject,
): JsonObject | null {
  const errorsBefore = run.errors.length;
  const projected: JsonObject = {};
  for (const field of form.selection.fieldsFor(form.type)) {
    run.way.push(field.key);
    const value = projectField(run, field, { type: form.type, object });
    run.way.pop();
    if (value === BUBBLE) return keepCause(run, errorsBefore);
    projected[field.key] = value;
  }
  return projected;
}

interface Parent {
  readonly type: FieldsType;
  readonly object: JsonObject;
}

function projectField(run: Projecting, field: FieldShape, parent: Parent): unknown {
  if (field.name === "__typename") return parent.type.name;
  const value = valueAt(parent.object, field.planKey);
  // Introspection was executed by graphql-js and is in its final form.
  if (field.name === "__schema" || field.name === "__type") return value ?? null;
  const failure = value === undefined ? run.outcome.failureFor(parent.object, field.planKey) : null;
  if (failure === null) return complete(run, { field, type: field.type }, value);
  fail(run, failure);
  return isNonNullType(field.type) ? BUBBLE : null;
}

/** Whether a subgraph has already said why the whole response is null. Root fields that went with the one that failed need no errors of their own. */
function isLost(shape: ResponseShape, { data, outcome }: { readonly data: JsonObject; readonly outcome: Outcome }): boolean {
  return [...shape.indispensable].some((key) => (valueAt(data, key) ?? null) === null && outcome.covers([clientKey(key)]));
}

/** Writes the response in the client's form from what the plan brought together, with null propagation as the specification says. */
export function project(
  schema: GraphQLSchema,
  shape: ResponseShape,
  fetched: { readonly data: JsonObject; readonly outcome: Outcome },
): Projection {
  if (isLost(shape, fetched)) return { data: null, errors: [] };
  const run: Projecting = { schema, outcome: fetched.outcome, errors: [], way: [] };
  const data = projectFields(run, { type: shape.rootType, selection: shape.root }, fetched.data);
  return { data, errors: run.errors };
}
