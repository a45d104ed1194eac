import { invalidArgument } from "./refusals.ts";

/** A page of a list, after the Relay cursor connections specification (https://relay.dev/graphql/connections.htm). */
export interface Connection<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** What a list field was called with. */
export interface ConnectionArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

const LARGEST_PAGE = 100;
const USUAL_PAGE = 20;

function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString("base64url");
}

function decodeCursor(cursor: string): readonly (string | number)[] | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const isPosition = Array.isArray(value) && value.every((part) => typeof part === "string" || typeof part === "number");
    return isPosition ? value : null;
  } catch {
    return null;
  }
}

/**
 * Checks the arguments of a list field. `after` is the position that `toConnection` made the cursor of.
 * @throws GraphQLError INVALID_INPUT when `first` is not 1 to 100 or the cursor is not ours.
 */
export function readPageArguments(args: ConnectionArguments): {
  readonly first: number;
  readonly after: readonly (string | number)[] | null;
} {
  const first = args.first ?? USUAL_PAGE;
  if (first < 1 || first > LARGEST_PAGE) throw invalidArgument("first", `must be 1 to ${LARGEST_PAGE}`);
  if (args.after === undefined || args.after === null) return { first, after: null };
  const after = decodeCursor(args.after);
  if (after === null) throw invalidArgument("after", "is not a cursor of this list");
  return { first, after };
}

/**
 * Makes a page of what was found. `found` holds up to one node more than `first`: that one says that there is a next page.
 * `position` names a node's place in the order of an index; it becomes the opaque cursor.
 */
export function toConnection<Node>(
  found: readonly Node[],
  page: { readonly first: number; readonly after: unknown },
  position: (node: Node) => readonly (string | number)[],
): Connection<Node> {
  const nodes = found.slice(0, page.first);
  const edges = nodes.map((node) => ({ cursor: encodeCursor(position(node)), node }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: found.length > page.first,
      hasPreviousPage: page.after !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
