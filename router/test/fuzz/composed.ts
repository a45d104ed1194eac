import { composeServices } from "@apollo/composition";
import { buildSchema, type GraphQLSchema, parse, printSchema } from "graphql";
import { loadSupergraph, type Supergraph } from "../../supergraph/supergraph.ts";
import type { Model } from "./model/model.ts";
import { federatedSdl } from "./model/print.ts";

/** What composition made of a model. */
export type Composition =
  | { readonly kind: "composed"; readonly supergraph: Supergraph; readonly clientSchema: GraphQLSchema }
  | { readonly kind: "refused"; readonly reasons: readonly string[] };

/** Composes the subgraphs of a model with Apollo's composition. What it refuses, or dies of, is no case for the router. */
export function compose(model: Model): Composition {
  try {
    const services = model.subgraphs.map((name) => ({ name, url: `http://${name}/graphql`, typeDefs: parse(federatedSdl(model, name)) }));
    const { errors, supergraphSdl } = composeServices(services);
    if (errors) return { kind: "refused", reasons: errors.map(({ message }) => message) };
    const supergraph = loadSupergraph(supergraphSdl);
    // Once more through text: directives and resolvers of the composed schema do not belong to the one that it stands for.
    return { kind: "composed", supergraph, clientSchema: buildSchema(printSchema(supergraph.apiSchema)) };
  } catch (error) {
    return { kind: "refused", reasons: [error instanceof Error ? error.message : String(error)] };
  }
}
