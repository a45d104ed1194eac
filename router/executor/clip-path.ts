import { GraphQLError } from "graphql";
import { isObject, type ResponsePath } from "./json.ts";

/** The part of a path that a response has. Below a null everything is taken as asked for: it would have been there. */
function existingPart(path: ResponsePath, data: unknown): ResponsePath {
  let value = data;
  for (const [index, part] of path.entries()) {
    if (value === null || value === undefined) return path;
    const inList = Array.isArray(value) && typeof part === "number" && part < value.length;
    const inObject = isObject(value) && Object.hasOwn(value, part);
    if (!inList && !inObject) return path.slice(0, index);
    value = (value as Record<string | number, unknown>)[part];
  }
  return path;
}

/**
 * An error at a field that the router needed and the client did not ask for is told at the object that needed it.
 */
export function clipPath(error: GraphQLError, data: unknown): GraphQLError {
  if (error.path === undefined) return error;
  const path = existingPart(error.path, data);
  if (path.length === error.path.length) return error;
  return new GraphQLError(error.message, { ...(path.length === 0 ? {} : { path }), extensions: error.extensions });
}
