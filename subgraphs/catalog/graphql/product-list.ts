import { type Connection, type ConnectionArguments, invalidArgument, readPageArguments, toConnection } from "@mercato/chassis/graphql";
import type { ProductFilter, ProductReader, ProductRecord } from "../store/product-reader.ts";

export interface ProductListArguments extends ConnectionArguments {
  readonly search?: string | null | undefined;
  readonly category?: string | null | undefined;
}

/** One list: where it is read, what belongs in it, and which part of it is wanted. */
interface ListRequest {
  readonly reader: ProductReader;
  readonly filter: ProductFilter;
  readonly page: ReturnType<typeof readPageArguments>;
}

/** The first part of a cursor: the order of its list, so that all pages of a list have the same. */
const NEWEST = "newest";
const SCORE = "score";
const PREFIX = "prefix";

const LONGEST_SEARCH = 200;

/** What follows the name of the order in a cursor; null on the first page. @throws GraphQLError INVALID_INPUT for a cursor of another order. */
function positionIn<Position>(
  order: string,
  { page: { after } }: ListRequest,
  read: (parts: readonly (string | number)[]) => Position | null,
): Position | null {
  if (after === null) return null;
  const position = after[0] === order ? read(after.slice(1)) : null;
  if (position === null) throw invalidArgument("after", "is not a cursor of this list");
  return position;
}

function numberAndId([place, id]: readonly (string | number)[]): readonly [number, string] | null {
  return typeof place === "number" && Math.abs(place) <= Number.MAX_SAFE_INTEGER && typeof id === "string" ? [place, id] : null;
}

function timeAndId(parts: readonly (string | number)[]): readonly [number, string] | null {
  const position = numberAndId(parts);
  return position === null || Number.isNaN(new Date(position[0]).getTime()) ? null : position;
}

function idAlone([id]: readonly (string | number)[]): string | null {
  return typeof id === "string" ? id : null;
}

async function listNewest(request: ListRequest): Promise<Connection<ProductRecord>> {
  const { reader, filter, page } = request;
  const found = await reader.newest(filter, { limit: page.first + 1, after: positionIn(NEWEST, request, timeAndId) });
  return toConnection(found, page, ({ createdAt, id }) => [NEWEST, createdAt.getTime(), id]);
}

async function listByScore(request: ListRequest, text: string): Promise<Connection<ProductRecord>> {
  const { reader, filter, page } = request;
  const found = await reader.search(text, filter, { limit: page.first + 1, after: positionIn(SCORE, request, numberAndId) });
  const scores = new Map(found.map(({ product, score }) => [product.id, score]));
  return toConnection(
    found.map(({ product }) => product),
    page,
    ({ id }) => [SCORE, scores.get(id) ?? 0, id],
  );
}

async function listByPrefix(request: ListRequest, text: string): Promise<Connection<ProductRecord>> {
  const { reader, filter, page } = request;
  const found = await reader.searchPrefixes(text, filter, { limit: page.first + 1, after: positionIn(PREFIX, request, idAlone) });
  return toConnection(found, page, ({ id }) => [PREFIX, id]);
}

/** Whole words rank by how well they match. Only when no product has any of them, they are taken as beginnings of words: somebody is still typing. */
async function listMatches(request: ListRequest, text: string): Promise<Connection<ProductRecord>> {
  if (request.page.after?.[0] === PREFIX) return listByPrefix(request, text);
  const matches = await listByScore(request, text);
  return matches.nodes.length > 0 || request.page.after !== null ? matches : listByPrefix(request, text);
}

/**
 * A page of products: newest first, or the best matches of a search first.
 * @throws GraphQLError INVALID_INPUT when the page or the search cannot be used.
 */
export function listProducts(
  reader: ProductReader,
  args: ProductListArguments,
  { unpublished }: { readonly unpublished: boolean },
): Promise<Connection<ProductRecord>> {
  const request: ListRequest = { reader, filter: { categoryId: args.category ?? null, unpublished }, page: readPageArguments(args) };
  const text = args.search?.trim() ?? "";
  if (text.length > LONGEST_SEARCH) throw invalidArgument("search", `must have at most ${LONGEST_SEARCH} characters`);
  return text === "" ? listNewest(request) : listMatches(request, text);
}
