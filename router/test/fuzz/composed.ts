import { composeServices } from "@apollo/composition";
import { buildSchema, type GraphQLSchema, isObjectType, parse, printSchema } from "graphql";
import { loadSupergraph, type Supergraph } from "../../supergraph/supergraph.ts";
import type { Model } from "./model/model.ts";
import { federatedSdl } from "./model/print.ts";

/** What composition made of a model. */
export type Composition =
  | {
      readonly kind: "composed";
      readonly supergraph: Supergraph;
      /** What the merged schema is: what the router shows clients. */
      readonly clientSchema: GraphQLSchema;
      /** What clients see and must not (`@inaccessible`). */
      readonly leaks: readonly string[];
    }
  | { readonly kind: "refused"; readonly reasons: readonly string[] };

function leaksIn(schema: GraphQLSchema, { objects, queries, mutations }: Model): readonly string[] {
  const types = [...objects, { name: "Query", fields: queries }, { name: "Mutation", fields: mutations }];
  return types.flatMap(({ name, fields }) => {
    const type = schema.getType(name);
    const seen = isObjectType(type) ? type.getFields() : {};
    return fields.flatMap((field) => {
      const args = seen[field.name]?.args.map((argument) => argument.name) ?? [];
      const hidden = field.args.filter((argument) => argument.inaccessible && args.includes(argument.name));
      const leaks = hidden.map((argument) => `${name}.${field.name}(${argument.name})`);
      return field.inaccessible && seen[field.name] ? [`${name}.${field.name}`] : leaks;
    });
  });
}

/** Composes the subgraphs of a model with Apollo's composition. What it refuses, or dies of, is no case for the router. */
export function compose(model: Model): Composition {
  try {
    const services = model.subgraphs.map((name) => ({ name, url: `http://${name}/graphql`, typeDefs: parse(federatedSdl(model, name)) }));
    const { errors, supergraphSdl } = composeServices(services);
    if (errors) return { kind: "refused", reasons: errors.map(({ message }) => message) };
    const supergraph = loadSupergraph(supergraphSdl);
    // Once more through text: directives and resolvers of the composed schema do not belong to the one that it stands for.
    const clientSchema = buildSchema(printSchema(supergraph.apiSchema), { assumeValidSDL: true, noLocation: true });
    return { kind: "composed", supergraph, clientSchema, leaks: leaksIn(clientSchema, model) };
  } catch (error) {
    return { kind: "refused", reasons: [error instanceof Error ? error.message : String(error)] };
  }
}
