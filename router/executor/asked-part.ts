import { type GraphQLNamedType, type GraphQLSchema, getNamedType, isAbstractType, isInterfaceType, isObjectType } from "graphql";
import type { ResponsePath } from "./json.ts";
import type { FieldShape, FieldsType, ResponseShape } from "./shape.ts";

/** What a client asked for. */
export interface Asked {
  readonly schema: GraphQLSchema;
  readonly shape: ResponseShape;
}

/** The types that objects of a type may have, and an interface itself. */
function objectTypes(schema: GraphQLSchema, type: GraphQLNamedType): readonly FieldsType[] {
  if (isObjectType(type)) return [type];
  if (!isAbstractType(type)) return [];
  return isInterfaceType(type) ? [type, ...schema.getPossibleTypes(type)] : schema.getPossibleTypes(type);
}

function fieldsBelow({ schema }: Asked, { type, selection }: FieldShape): readonly FieldShape[] {
  return selection === null ? [] : objectTypes(schema, getNamedType(type)).flatMap((one) => selection.fieldsFor(one));
}

/**
 * The part of a path that a client asked for, of whatever type the objects on the way are. What is below it, the router asked for itself: it may be something
 * that clients must not know of.
 */
export function askedPart(path: ResponsePath, asked: Asked): ResponsePath {
  let fields = asked.shape.root.fieldsFor(asked.shape.rootType);
  for (const [index, part] of path.entries()) {
    if (typeof part === "number") continue;
    const here = fields.filter(({ key }) => key === part);
    if (here.length === 0) return path.slice(0, index);
    fields = here.flatMap((field) => fieldsBelow(asked, field));
  }
  return path;
}
