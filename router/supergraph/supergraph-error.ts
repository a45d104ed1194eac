import { errorCauses } from "@apollo/federation-internals";
import { MercatoError } from "@mercato/chassis/errors";
import type { GraphQLError } from "graphql";

/** Why a supergraph cannot be served. Stable. */
export type SupergraphErrorCode =
  /** There is no file, or it cannot be read. */
  | "SUPERGRAPH_MISSING"
  /** It is no GraphQL, has not been composed, or asks for what this router does not have. */
  | "SUPERGRAPH_INVALID"
  /** An address is set for a subgraph that it does not have. */
  | "SUPERGRAPH_UNKNOWN_SUBGRAPH"
  /** The planner cannot be made ready for it. */
  | "SUPERGRAPH_UNPLANNABLE";

/** A supergraph that cannot be served, with the reason. */
export class SupergraphError extends MercatoError {
  override readonly name = "SupergraphError";
  readonly code: SupergraphErrorCode;
  readonly retryable = false;
  constructor(code: SupergraphErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Of graphql-js and federation: what a schema is that cannot be parsed. */
const INVALID_GRAPHQL = "INVALID_GRAPHQL";

/** `supergraph.graphql:12:3 INVALID_GRAPHQL Syntax Error: …` */
function describe(error: GraphQLError, fileName: string): string {
  const [first] = error.locations ?? [];
  const place = first === undefined ? fileName : `${fileName}:${first.line}:${first.column}`;
  const code = error.extensions["code"];
  return `${place} ${typeof code === "string" ? code : INVALID_GRAPHQL} ${error.message}`;
}

/** Makes one of what parsing or building a supergraph threw: a line for each thing that is wrong, with its place and code. */
export function invalidSupergraph(cause: unknown, fileName: string): SupergraphError {
  const causes = errorCauses(cause instanceof Error ? cause : new Error(String(cause)));
  const lines = causes?.map((error) => describe(error, fileName)) ?? [`${fileName} ${String(cause)}`];
  return new SupergraphError("SUPERGRAPH_INVALID", `The supergraph cannot be used:\n${lines.map((line) => `  - ${line}`).join("\n")}`, {
    cause,
  });
}
