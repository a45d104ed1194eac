import { composeServices } from "@apollo/composition";
import type { GraphQLError } from "graphql";
import { ContractError, type GeneratedFile, type SubgraphSource } from "./subgraphs.ts";

/** One line for each place that an error points at: `contracts/graphql/orders.graphql:12:3`. */
function places(error: GraphQLError): readonly string[] {
  return (error.nodes ?? []).flatMap(({ loc }) => (loc ? [`    ${loc.source.name}:${loc.startToken.line}:${loc.startToken.column}`] : []));
}

function describe(error: GraphQLError): string {
  const code = typeof error.extensions["code"] === "string" ? `${error.extensions["code"]}: ` : "";
  return [`${code}${error.message}`, ...new Set(places(error))].join("\n");
}

/**
 * Composes the subgraphs into the schema that the router serves.
 * @throws ContractError when they do not fit together, with the places to look at; also when they describe one thing in two ways, since clients read one.
 */
export function composeSupergraph(subgraphs: readonly SubgraphSource[]): GeneratedFile {
  const result = composeServices(subgraphs.map((subgraph) => ({ name: subgraph.name, url: subgraph.url, typeDefs: subgraph.schema })));
  if (result.errors) throw new ContractError(result.errors.map(describe));
  const doubleSpeak = result.hints.filter(({ definition }) => definition.code === "INCONSISTENT_DESCRIPTION");
  if (doubleSpeak.length > 0) throw new ContractError(doubleSpeak.map(({ message }) => message));
  return {
    path: "contracts/graphql/supergraph.graphql",
    text: `# Composed from the subgraphs' schemas by \`bun run gen\`. Do not edit.\n${result.supergraphSdl.trimEnd()}\n`,
  };
}
