import type { ASTNode, DefinitionNode, GraphQLError } from "graphql";
import type { SubgraphSource } from "./subgraphs.ts";

/** An error of composition, or a hint that counts as one. */
export interface CompositionProblem {
  /** Stable, composition's own. */
  readonly code: string;
  readonly message: string;
  readonly nodes?: readonly ASTNode[] | undefined;
}

/** What composition says of a schema that is not valid by itself, for a syntax error, too. */
export const INVALID_GRAPHQL = "INVALID_GRAPHQL";

/** `contracts/graphql/orders.graphql:12:3`; null for what was not read from a file. */
function placeOf({ loc }: ASTNode): string | null {
  return loc ? `${loc.source.name}:${loc.startToken.line}:${loc.startToken.column}` : null;
}

function typeNamed(name: string) {
  return (definition: DefinitionNode): boolean => "name" in definition && definition.name?.value === name;
}

/** Where subgraphs define a field, or a type where the field is not given. */
function definitionsOf(subgraphs: readonly SubgraphSource[], typeName: string, fieldName?: string): readonly ASTNode[] {
  const types = subgraphs.flatMap(({ schema }) => schema.definitions.filter(typeNamed(typeName)));
  if (fieldName === undefined) return types;
  return types.flatMap((type) => ("fields" in type ? (type.fields ?? []).filter(({ name }) => name.value === fieldName) : []));
}

/** `cannot find field "Order.payment"` */
const FIELD = /"(\w+)\.(\w+)[("]/g;
/** `[orders] There can be only one type named "Order"` */
const TYPE_TWICE = /There can be only one type named "(\w+)"/;
/** `[orders] Field total already exists on Order` */
const FIELD_TWICE = /Field (\w+) already exists on (\w+)/;
/** `[orders] …` is about one subgraph. */
const SUBGRAPH = /^\[(\w+)\] /;

/** The definitions that a message names. Composition gives no places for a query that cannot be answered, nor for what is defined twice. */
function namedIn(message: string, subgraphs: readonly SubgraphSource[]): readonly ASTNode[] {
  const [, typeTwice] = TYPE_TWICE.exec(message) ?? [];
  if (typeTwice !== undefined) return definitionsOf(subgraphs, typeTwice).toReversed();
  const [, fieldTwice, owner] = FIELD_TWICE.exec(message) ?? [];
  if (fieldTwice !== undefined && owner !== undefined) return definitionsOf(subgraphs, owner, fieldTwice).toReversed();
  return [...message.matchAll(FIELD)].flatMap(([, type = "", field]) => definitionsOf(subgraphs, type, field));
}

function placesOf(error: CompositionProblem, subgraphs: readonly SubgraphSource[]): readonly string[] {
  const [, name] = SUBGRAPH.exec(error.message) ?? [];
  const concerned = name === undefined ? subgraphs : subgraphs.filter((subgraph) => subgraph.name === name);
  const nodes = error.nodes?.some(({ loc }) => loc) ? error.nodes : namedIn(error.message, concerned);
  const places = nodes.flatMap((node) => placeOf(node) ?? []);
  // About no definition in particular: the files that it is about.
  return places.length > 0 ? [...new Set(places)] : concerned.map(({ schemaPath }) => `${schemaPath}:1:1`);
}

/** As compilers do: place, stable code, what is wrong; below it the other places to look at. */
function lines(places: readonly string[], code: string, message: string): string {
  const [first = "", ...others] = places;
  return [`${first} ${code} ${message}`, ...others.map((place) => `    see ${place}`)].join("\n");
}

/** Describes what composition found. */
export function describeProblem(problem: CompositionProblem, subgraphs: readonly SubgraphSource[]): string {
  return lines(placesOf(problem, subgraphs), problem.code, problem.message);
}

/** Describes what is no GraphQL at all. */
export function describeSyntaxError({ source, locations = [], message }: GraphQLError): string {
  return lines(
    locations.map(({ line, column }) => `${source?.name}:${line}:${column}`),
    INVALID_GRAPHQL,
    message,
  );
}
