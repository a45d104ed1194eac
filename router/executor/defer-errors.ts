import { GraphQLError, type SelectionSetNode } from "graphql";
import { fieldsOf, responseKey } from "./defer-documents.ts";
import type { PlaceStep } from "./defer-split.ts";
import type { ResponsePath } from "./json.ts";

/** What a payload is made of, and where. */
export interface Portion {
  readonly place: readonly PlaceStep[];
  readonly selectionSet: SelectionSetNode;
}

function selects(selectionSets: readonly SelectionSetNode[], keys: readonly string[]): boolean {
  const [key, ...rest] = keys;
  if (key === undefined) return true;
  const fields = selectionSets.flatMap(fieldsOf).filter((field) => responseKey(field) === key);
  return (
    fields.length > 0 &&
    selects(
      fields.flatMap(({ selectionSet }) => selectionSet ?? []),
      rest,
    )
  );
}

/** Whether a place in the response, or one like it in another item of a list, is in a portion. */
export function isIn({ place, selectionSet }: Portion, path: ResponsePath): boolean {
  const keys = path.filter((part) => typeof part === "string");
  const lead = place.flatMap((step) => (step.kind === "field" ? [step.key] : []));
  return keys.length > lead.length && lead.every((key, index) => key === keys[index]) && selects([selectionSet], keys.slice(lead.length));
}

export function startsWith(path: ResponsePath, start: ResponsePath): boolean {
  return start.every((part, index) => part === path[index]);
}

/** An error at a place that is counted from an object, as the client counts it. */
export function withPrefix(error: GraphQLError, prefix: ResponsePath): GraphQLError {
  if (prefix.length === 0) return error;
  return new GraphQLError(error.message, { path: [...prefix, ...(error.path ?? [])], extensions: error.extensions });
}
