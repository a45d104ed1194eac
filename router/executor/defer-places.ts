import { type GraphQLNamedType, type GraphQLSchema, getNamedType, isAbstractType, isInterfaceType, isObjectType } from "graphql";
import type { PlaceStep } from "./defer-split.ts";
import { isObject, type JsonObject, type ResponsePath, typeNameOf, valueAt } from "./json.ts";
import type { FieldsType } from "./shape.ts";

/** An object that a deferred fragment is about. */
export interface Instance {
  /** In the client's response. */
  readonly path: ResponsePath;
  /** What was fetched of it. */
  readonly object: JsonObject;
  readonly type: FieldsType;
}

/** The response, as it was fetched and as the client has it so far. */
export interface Response {
  readonly fetched: JsonObject;
  /** Null when the client has nothing. */
  readonly delivered: JsonObject | null;
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly place: readonly PlaceStep[];
  readonly way: (string | number)[];
  readonly found: Instance[];
}

/** One value of the response. */
interface Position {
  readonly fetched: unknown;
  readonly delivered: unknown;
  readonly type: GraphQLNamedType;
}

/** An object that the client has. */
interface Found {
  readonly fetched: JsonObject;
  readonly delivered: JsonObject;
  readonly type: FieldsType;
}

/** The type whose fields an object has: an interface stands for itself where nobody had to say more (`@interfaceObject`). */
function typeOf(schema: GraphQLSchema, type: GraphQLNamedType, object: JsonObject): FieldsType | null {
  if (isObjectType(type)) return type;
  const name = typeNameOf(object);
  if (isInterfaceType(type) && (name === null || name === type.name)) return type;
  const named = schema.getType(name ?? "");
  return isAbstractType(type) && isObjectType(named) && schema.isSubType(type, named) ? named : null;
}

function isOfKind(schema: GraphQLSchema, type: FieldsType, name: string): boolean {
  const kind = schema.getType(name);
  return type.name === name || (isAbstractType(kind) && schema.isSubType(kind, type));
}

function walk(run: Walk, { fetched, delivered, type }: Position, index: number): void {
  if (Array.isArray(fetched) && Array.isArray(delivered)) {
    for (const [position, item] of fetched.entries()) {
      run.way.push(position);
      walk(run, { fetched: item, delivered: delivered[position], type }, index);
      run.way.pop();
    }
    return;
  }
  // What the client got as null, or not at all, has no fragments.
  if (!isObject(fetched) || !isObject(delivered)) return;
  const objectType = typeOf(run.schema, type, fetched);
  if (objectType !== null) walkObject(run, { fetched, delivered, type: objectType }, index);
}

function walkObject(run: Walk, { fetched, delivered, type }: Found, index: number): void {
  const step = run.place[index];
  if (step === undefined) {
    run.found.push({ path: [...run.way], object: fetched, type });
  } else if (step.kind === "type") {
    if (isOfKind(run.schema, type, step.name)) walkObject(run, { fetched, delivered, type }, index + 1);
  } else {
    const field = type.getFields()[step.name];
    if (field === undefined) return;
    run.way.push(step.key);
    const value = { fetched: valueAt(fetched, step.planKey), delivered: valueAt(delivered, step.key) };
    walk(run, { ...value, type: getNamedType(field.type) }, index + 1);
    run.way.pop();
  }
}

/** The objects that a fragment is about, one for each item of the lists on the way, among those that the client has. */
export function findInstances(
  schema: GraphQLSchema,
  response: Response & { readonly rootType: FieldsType },
  place: readonly PlaceStep[],
): readonly Instance[] {
  const found: Instance[] = [];
  walk({ schema, place, way: [], found }, { ...response, type: response.rootType }, 0);
  return found;
}
