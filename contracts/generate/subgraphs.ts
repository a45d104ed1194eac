import { fileURLToPath } from "node:url";
import { type DocumentNode, GraphQLError, parse, Source } from "graphql";
import { describeSyntaxError } from "./composition-errors.ts";

/** The folder of the repository, with a trailing slash. */
export const repository = fileURLToPath(new URL("../../", import.meta.url));

/** The subgraphs of the shop and the port that each listens on unless told otherwise. A new subgraph starts with a line here. */
export const subgraphPorts = {
  accounts: 4001,
  catalog: 4002,
  inventory: 4003,
  orders: 4004,
  payments: 4005,
} as const;

/** A subgraph as the generators see it. */
export interface SubgraphSource {
  readonly name: string;
  /** Where the router finds it by default; ROUTING_URLS overrides it. */
  readonly url: string;
  /** Of the SDL, from the root of the repository: what error messages point at. */
  readonly schemaPath: string;
  readonly schema: DocumentNode;
}

/** A file that this generator owns, with what it should hold. */
export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** What is wrong with a contract, as lines for people. Thrown by the generators; nothing was written. */
export class ContractError extends Error {
  override readonly name = "ContractError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(problems.join("\n"), options);
    this.problems = problems;
  }
}

function parseSchema(sdl: string, schemaPath: string): DocumentNode {
  try {
    return parse(new Source(sdl, schemaPath));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    throw new ContractError([describeSyntaxError(error)], { cause: error });
  }
}

/**
 * Reads the SDL of every subgraph.
 * @throws ContractError with file and line when one cannot be parsed.
 */
export async function readSubgraphs(root: string = repository): Promise<readonly SubgraphSource[]> {
  return Promise.all(
    Object.entries(subgraphPorts).map(async ([name, port]) => {
      const schemaPath = `contracts/graphql/${name}.graphql`;
      const sdl = await Bun.file(`${root}${schemaPath}`).text();
      return { name, url: `http://127.0.0.1:${port}/graphql`, schemaPath, schema: parseSchema(sdl, schemaPath) };
    }),
  );
}
