import { defaultFieldResolver, type GraphQLSchema } from "graphql";
import { withSpan } from "../telemetry/index.ts";

/** Federation asks for a subgraph's own schema by it, which is no work. */
const SCHEMA_FIELD = "_service";

/**
 * Puts a span around the resolver of every root field, the one of all entities among them. What lies below them is not worth a span: it comes from
 * loaders, whose commands have spans of their own.
 */
export function traceRootResolvers(schema: GraphQLSchema): void {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    for (const field of Object.values(type?.getFields() ?? {})) {
      if (field.name === SCHEMA_FIELD) continue;
      const resolve = field.resolve ?? defaultFieldResolver;
      const name = `${type?.name}.${field.name}`;
      field.resolve = (...given) => withSpan(`resolve ${name}`, {}, async () => resolve(...given));
    }
  }
}
