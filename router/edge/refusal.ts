import { GraphQLError } from "graphql";

export interface RefusalOptions {
  /** HTTP status, whatever media type the client accepts. */
  readonly status: number;
  /** Stable. */
  readonly code: string;
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request that is not executed. */
export function refusal({ status, code, message, extensions, headers }: RefusalOptions): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, code, http: { status, ...(headers ? { headers } : {}) } } });
}
