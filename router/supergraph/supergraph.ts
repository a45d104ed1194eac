import { Supergraph as FederationSupergraph } from "@apollo/federation-internals";
import { type DocumentNode, type GraphQLSchema, parse, Source } from "graphql";
import { withClientDirectives } from "./client-directives.ts";
import { type Hazards, readHazards } from "./hazards.ts";
import { findHiddenNames } from "./hidden-names.ts";
import { invalidSupergraph, SupergraphError } from "./supergraph-error.ts";

/** What the router serves: the schema that clients see, and who answers for it. */
export interface Supergraph {
  /** The composed schema as it was read: what planners plan against. */
  readonly sdl: string;
  /** What clients see: nothing of federation, nothing inaccessible. */
  readonly apiSchema: GraphQLSchema;
  readonly types: TypeSystem;
  readonly hazards: Hazards;
  /** Whether a text names something that clients must not know of. */
  readonly areHiddenIn: (text: string) => boolean;
  /** Subgraph name → address. */
  readonly subgraphs: ReadonlyMap<string, string>;
}

/** What executing a plan has to know of the types, inaccessible ones included. */
export interface TypeSystem {
  isObject(typeName: string): boolean;
  /** Whether an object of a type fits a type condition: it is that type, or one of its kinds. */
  fits(typeName: string, condition: string): boolean;
}

/** Parses once, and with places, so that what is wrong can be pointed at. */
function parseSupergraph(sdl: string, fileName: string): readonly [DocumentNode, FederationSupergraph] {
  try {
    const document = parse(new Source(sdl, fileName));
    return [document, FederationSupergraph.build(document)];
  } catch (error) {
    throw invalidSupergraph(error, fileName);
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

export interface SupergraphOptions {
  /** Subgraph name → address, where it is not the composed one. */
  readonly routingUrls?: Readonly<Record<string, string>>;
  /** What errors call the schema. */
  readonly fileName?: string;
}

/**
 * Reads a composed schema (federation 1 or 2).
 * @throws SupergraphError when it is not one, with the places where it is wrong; when it needs a feature that this router does not have (never serve
 * what asks for protection and would get none); or when `routingUrls` names a subgraph that it does not have.
 */
export function loadSupergraph(sdl: string, { routingUrls = {}, fileName = "supergraph" }: SupergraphOptions = {}): Supergraph {
  const [document, parsed] = parseSupergraph(sdl, fileName);
  const subgraphs = addresses(parsed, routingUrls);
  const unknown = Object.keys(routingUrls).filter((name) => !subgraphs.has(name));
  if (unknown.length > 0) {
    const message = `There is no subgraph ${unknown.join(", ")}; there are ${[...subgraphs.keys()].join(", ")}.`;
    throw new SupergraphError("SUPERGRAPH_UNKNOWN_SUBGRAPH", message);
  }
  const apiSchema = withClientDirectives(parsed.apiSchema().toGraphQLJSSchema(), document);
  const areHiddenIn = findHiddenNames(document, apiSchema);
  return { sdl, apiSchema, types: typeSystem(parsed), hazards: readHazards(document), areHiddenIn, subgraphs };
}
