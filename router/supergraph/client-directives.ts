import { type DirectiveDefinitionNode, type DocumentNode, extendSchema, type GraphQLSchema, Kind, type TypeNode } from "graphql";

const CLIENT_LOCATIONS = new Set([
  "QUERY",
  "MUTATION",
  "SUBSCRIPTION",
  "FIELD",
  "FRAGMENT_DEFINITION",
  "FRAGMENT_SPREAD",
  "INLINE_FRAGMENT",
  "VARIABLE_DEFINITION",
]);

function typeName(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : typeName(type.type);
}

function isForClients(definition: DirectiveDefinitionNode, schema: GraphQLSchema): boolean {
  return (
    !schema.getDirective(definition.name.value) &&
    definition.locations.some(({ value }) => CLIENT_LOCATIONS.has(value)) &&
    (definition.arguments ?? []).every(({ type }) => schema.getType(typeName(type)) !== undefined)
  );
}

/** Adds the directives of a composed schema that clients may use: the schema that they see would come without those that subgraphs brought along. */
export function withClientDirectives(schema: GraphQLSchema, supergraph: DocumentNode): GraphQLSchema {
  const definitions = supergraph.definitions.flatMap((one) =>
    one.kind === Kind.DIRECTIVE_DEFINITION && isForClients(one, schema) ? [one] : [],
  );
  if (definitions.length === 0) return schema;
  return extendSchema(schema, { kind: Kind.DOCUMENT, definitions }, { assumeValid: true });
}
