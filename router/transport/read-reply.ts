import { z } from "zod";
import { isObject } from "../executor/json.ts";
import type { SubgraphError } from "../executor/run.ts";

const errorSchema = z.object({
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  extensions: z.record(z.string(), z.unknown()).optional(),
});

// Data is not walked through: the projection checks what it uses, and only that.
const replySchema = z.object({
  data: z.custom<Record<string, unknown>>((value) => typeof value === "object" && value !== null && !Array.isArray(value)).nullish(),
  errors: z.array(errorSchema).nullish(),
});

/** A subgraph's answer, of the form that GraphQL gives it. */
export interface ReadReply {
  /** Null, too, when the subgraph did not execute the operation. */
  readonly data: Record<string, unknown> | null;
  readonly errors: readonly SubgraphError[];
}

export interface ReadOptions {
  /** Whether clients get what subgraphs say to developers, such as stack traces. @default false */
  readonly showsDetails?: boolean;
}

/** What a subgraph says when the router itself asked wrongly: never the client's fault, and nothing for the client to read. */
const ROUTER_AT_FAULT = new Set([
  "BAD_REQUEST",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "UNAUTHENTICATED_CALLER",
]);

/** What servers hang on errors for their developers. */
const DETAILS: ReadonlySet<string> = new Set(["stacktrace", "stack", "exception", "originalError", "debug"]);

/** Why a variable was refused comes without a code from graphql-js. */
function codeOf({ message, extensions }: z.infer<typeof errorSchema>): unknown {
  return extensions?.["code"] ?? (message.startsWith('Variable "$') ? "BAD_USER_INPUT" : "INTERNAL_SERVER_ERROR");
}

function extensionsOf(error: z.infer<typeof errorSchema>, showsDetails: boolean): Record<string, unknown> {
  const kept = Object.entries(error.extensions ?? {}).filter(([name]) => showsDetails || !DETAILS.has(name));
  return { ...Object.fromEntries(kept), code: codeOf(error) };
}

/**
 * Reads a response body. Null when it is not a GraphQL response, or one that says that the router asked wrongly.
 * A JSON body counts whatever its HTTP status: GraphQL over HTTP gives request errors 4xx.
 */
export function readReply(body: unknown, { showsDetails = false }: ReadOptions = {}): ReadReply | null {
  // The usual answer, of which a schema would only say the same.
  if (isObject(body) && body["errors"] === undefined && isObject(body["data"])) return { data: body["data"], errors: [] };
  const parsed = replySchema.safeParse(body);
  if (!parsed.success) return null;
  const data = parsed.data.data ?? null;
  const errors = (parsed.data.errors ?? []).map((error) => ({
    message: error.message,
    path: error.path ?? null,
    extensions: extensionsOf(error, showsDetails),
  }));
  if (data !== null) return { data, errors };
  const isUsable = errors.length > 0 && !errors.some(({ extensions }) => ROUTER_AT_FAULT.has(String(extensions["code"])));
  return isUsable ? { data, errors } : null;
}
