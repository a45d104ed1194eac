import { Supergraph as FederationSupergraph } from "@apollo/federation-internals";
import { type GraphQLSchema, parse } from "graphql";
import { withClientDirectives } from "./client-directives.ts";
import { type EntityIndex, readEntityIndex } from "./entity-index.ts";
import { type Hazards, readHazards } from "./hazards.ts";

/** What the router serves: the schema that clients see, and who answers for it. */
export interface Supergraph {
  /** The composed schema as it was read: what planners plan against. */
  readonly sdl: string;
  /** What clients see: nothing of federation, nothing inaccessible. */
  readonly apiSchema: GraphQLSchema;
  readonly types: TypeSystem;
  readonly hazards: Hazards;
  readonly entities: EntityIndex;
  /** Subgraph name → address. */
  readonly subgraphs: ReadonlyMap<string, string>;
}

/** What executing a plan has to know of the types, inaccessible ones included. */
export interface TypeSystem {
  isObject(typeName: string): boolean;
  /** Whether an object of a type fits a type condition: it is that type, or one of its kinds. */
  fits(typeName: string, condition: string): boolean;
}

/** A supergraph that cannot be served, with the reason. */
export class SupergraphError extends Error {
  override readonly name = "SupergraphError";
}

function parseSupergraph(sdl: string): FederationSupergraph {
  try {
    return FederationSupergraph.build(sdl);
  } catch (cause) {
    throw new SupergraphError(`The supergraph cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

function typeSystem({ schema }: FederationSupergraph): TypeSystem {
  const objects = new Set(schema.objectTypes().map((type) => type.name));
  const kinds = new Map<string, ReadonlySet<string>>([
    ...schema.interfaceTypes().map((type) => [type.name, new Set(type.possibleRuntimeTypes().map(({ name }) => name))] as const),
    ...schema.unionTypes().map((type) => [type.name, new Set(type.types().map(({ name }) => name))] as const),
  ]);
  return {
    isObject: (typeName) => objects.has(typeName),
    fits: (typeName, condition) => typeName === condition || kinds.get(condition)?.has(typeName) === true,
  };
}

/** In the order of the SDL; an address in `routingUrls` wins over the composed one. */
function addresses(supergraph: FederationSupergraph, routingUrls: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map([...supergraph.subgraphsMetadata()].map(({ name, url }) => [name, routingUrls[name] ?? url ?? ""]));
}

/**
 * Reads a composed schema (federation 1 or 2).
 * @throws SupergraphError when it is not one, when it needs a feature that this router does not have (never serve what asks for protection and
 * would get none), or when `routingUrls` names a subgraph that it does not have.
 */
export function loadSupergraph(sdl: string, routingUrls: Readonly<Record<string, string>> = {}): Supergraph {
  const parsed = parseSupergraph(sdl);
  const subgraphs = addresses(parsed, routingUrls);
  const unknown = Object.keys(routingUrls).filter((name) => !subgraphs.has(name));
  if (unknown.length > 0)
    throw new SupergraphError(`There is no subgraph ${unknown.join(", ")}; there are ${[...subgraphs.keys()].join(", ")}.`);
  const document = parse(sdl, { noLocation: true });
  const apiSchema = withClientDirectives(parsed.apiSchema().toGraphQLJSSchema({ includeDefer: true }), document);
  return { sdl, apiSchema, types: typeSystem(parsed), hazards: readHazards(document), entities: readEntityIndex(document), subgraphs };
}
