import { composeServices } from "@apollo/composition";
import type { GraphQLError } from "graphql";
import { describeProblem, INVALID_GRAPHQL } from "./composition-errors.ts";
import { ContractError, type GeneratedFile, type SubgraphSource } from "./subgraphs.ts";

function codeOf({ extensions }: GraphQLError): string {
  return typeof extensions["code"] === "string" ? extensions["code"] : INVALID_GRAPHQL;
}

/**
 * Composes the subgraphs into the schema that the router serves.
 * @throws ContractError when they do not fit together, with the places to look at; also when they describe one thing in two ways, since clients read one.
 */
export function composeSupergraph(subgraphs: readonly SubgraphSource[]): GeneratedFile {
  const result = composeServices(subgraphs.map((subgraph) => ({ name: subgraph.name, url: subgraph.url, typeDefs: subgraph.schema })));
  if (result.errors) {
    throw new ContractError(
      result.errors.map((error) => describeProblem({ code: codeOf(error), message: error.message, nodes: error.nodes }, subgraphs)),
    );
  }
  const doubleSpeak = result.hints.filter(({ definition }) => definition.code === "INCONSISTENT_DESCRIPTION");
  if (doubleSpeak.length > 0) {
    throw new ContractError(
      doubleSpeak.map(({ definition, message, nodes }) => describeProblem({ code: definition.code, message, nodes }, subgraphs)),
    );
  }
  return {
    path: "contracts/graphql/supergraph.graphql",
    text: `# Composed from the subgraphs' schemas by \`bun run gen\`. Do not edit.\n${result.supergraphSdl.trimEnd()}\n`,
  };
}
