import type { ExecutionResult } from "graphql";

/** An answer, reduced to what must be the same. */
export interface Comparable {
  /** As JSON text, in the order of the response. */
  readonly data: string;
  /** Places that are null because of an error, joined by dots. */
  readonly nulls: readonly string[];
}

type Path = readonly (string | number)[];

/** Where an error's path first meets a null; null when it meets none. */
function nullOf(path: Path, data: unknown): string | null {
  let value = data;
  for (const [index, part] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, index).join(".");
    value = (value as Readonly<Record<string | number, unknown>>)[part];
  }
  return value === null || value === undefined ? path.join(".") : null;
}

/**
 * What must be the same in the answer of the router and in that of the merged schema in one process:
 *
 * - `data`, to the byte: values, nulls, and the order of keys.
 * - The set of the places that are null because of an error, each named by an error's path as far as the response goes: where the null is in the failed
 *   field itself, that is the whole path; where it went up from a non-null field, the place where it stopped.
 *
 * What may differ, because the specification leaves it open or because the parts of an entity come from several subgraphs:
 *
 * - Which error below such a place is told, and how many of them: when several fields would take the same object along, graphql-js tells those that
 *   failed before it stopped, the router those that subgraphs told, and each subgraph knows only its own.
 * - Errors at an object that is there: the router tells so that a field failed which it needed for a `@requires`, and which the client did not ask for.
 *   (What required it was computed from null then, in one process as well.)
 * - The order of errors, their messages and extensions: subgraphs answer in any order; the router adds codes and the subgraph's name.
 * - How often the same place is told.
 */
export function comparable({ data, errors = [] }: ExecutionResult): Comparable {
  const nulls = new Set(errors.flatMap(({ path = [] }) => nullOf(path, data ?? null) ?? []));
  return { data: JSON.stringify(data ?? null), nulls: [...nulls].sort() };
}

export function isSame(a: Comparable, b: Comparable): boolean {
  return a.data === b.data && JSON.stringify(a.nulls) === JSON.stringify(b.nulls);
}
