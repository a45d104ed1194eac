import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type EnvironmentSource, parseJson, processVariables, readEnvironment } from "@mercato/chassis/env";
import { z } from "zod";
import { PLANNERS } from "./planner/planner.ts";

const PORT = 4000;
const KIBIBYTE = 1024;

const count = z.coerce.number().int().positive();
const milliseconds = z.coerce.number().int().positive();
const routingUrls = z.record(z.string(), z.url({ protocol: /^https?$/ }));
const privateJwk = z.looseObject({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  d: z.string().min(1),
  x: z.string().min(1),
});
const composed = fileURLToPath(import.meta.resolve("@mercato/contracts/graphql/supergraph.graphql"));

/**
 * All that the router reads from its environment, and from a configuration file. Their `meta` says what a file needs to know besides: `form` "json" or "list" for texts that
 * a file has as objects and lists, `isPath` for names of files.
 */
export const routerVariables = {
  ...processVariables,
  PORT: z.coerce.number().int().min(0).max(65_535).default(PORT).describe("Port to listen on; 0 takes a free one"),
  SUPERGRAPH_FILE: z
    .string()
    .min(1)
    .default(composed)
    .meta({ isPath: true })
    .describe("Composed schema to serve; contracts/graphql/supergraph.graphql when it is not set"),
  SUPERGRAPH_POLL_MS: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(2_000)
    .describe("How often SUPERGRAPH_FILE is looked at for a new supergraph, which is then served without a pause; 0 leaves that to SIGHUP"),
  WARM_UP: z
    .string()
    .min(1)
    .optional()
    .meta({ isPath: true })
    .describe(
      "Operations that are planned before a supergraph is served: a folder of documents, or a manifest of persisted queries; those of contracts/operations for the shop's own supergraph",
    ),
  ROUTING_URLS: z
    .string()
    .default("{}")
    .transform((text, context) => parseJson(text, context, routingUrls))
    .meta({ form: "json" })
    .describe("JSON object subgraph → address, where it is not the one in the supergraph"),
  PLANNER: z
    .enum(PLANNERS)
    .default("hive")
    .describe(
      "Who plans: hive, the native planner of Hive Router, or apollo, the one inside @apollo/gateway, where there is no native one",
    ),
  JWKS_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Public keys of who issues access tokens; when it is not set, everybody is anonymous"),
  ACCESS_TOKEN_ISSUER: z.string().min(1).default("mercato").describe("The `iss` that access tokens must have"),
  ACCESS_TOKEN_AUDIENCE: z.string().min(1).default("mercato").describe("The `aud` that access tokens must have"),
  INTERNAL_TOKEN_PRIVATE_JWK: z
    .string()
    .transform((text, context) => parseJson(text, context, privateJwk))
    .optional()
    .meta({ form: "json" })
    .describe("Ed25519 private key (JWK as JSON) that signs the tokens for subgraphs; none are sent when it is not set"),
  RATE_LIMIT_POINTS: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(600)
    .describe("Requests that a client may send in a window; 0 turns the limit off"),
  RATE_LIMIT_WINDOW_SECONDS: count.default(10).describe("Length of a window"),
  TRUSTED_PROXY_HOPS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10)
    .default(0)
    .describe("Proxies in front that append to X-Forwarded-For; 0 ignores the header"),
  MAX_BODY_BYTES: count.default(KIBIBYTE * KIBIBYTE).describe("Largest request body"),
  MAX_TOKENS: count.default(4_000).describe("Largest document, in lexical tokens"),
  MAX_DEPTH: count.default(15).describe("Deepest operation, in fields"),
  MAX_ALIASES: count.default(100).describe("Most aliases in an operation, fragments written out"),
  MAX_FIELDS: count.default(2_000).describe("Most fields in an operation, fragments written out"),
  SUBGRAPH_QUERY_TIMEOUT_MS: milliseconds.default(5_000).describe("How long a subgraph may take for a query"),
  SUBGRAPH_MUTATION_TIMEOUT_MS: milliseconds.default(30_000).describe("How long a subgraph may take for a mutation"),
  MAX_SUBGRAPH_RESPONSE_BYTES: count
    .default(16 * KIBIBYTE * KIBIBYTE)
    .describe("How much of a subgraph's answer is read, counted after decompression; a larger one fails"),
  SUBGRAPH_ERROR_DETAILS: z
    .stringbool()
    .default(false)
    .describe("Whether clients get what subgraphs say to developers (stack traces), and why one could not be reached"),
  SHARE_REQUESTS: z
    .stringbool()
    .default(true)
    .describe("Whether identical queries of callers whom subgraphs cannot tell apart share one execution while it is in flight"),
  SHARE_FETCHES: z.stringbool().default(true).describe("Whether identical subgraph queries share one answer likewise"),
  PLAN_CACHE_BYTES: count
    .default(32 * KIBIBYTE * KIBIBYTE)
    .describe("Memory for operations with their plans, estimated; the least recently used go first"),
  DOCUMENT_CACHE_BYTES: count
    .default(16 * KIBIBYTE * KIBIBYTE)
    .describe("Memory for parsed and validated documents, estimated, and as much again for those that were executed"),
  COMPRESS_FROM_BYTES: z.coerce
    .number()
    .int()
    .nonnegative()
    .default(0)
    .describe("Smallest response that is compressed for clients that take that; 0 leaves it to what stands in front of the router"),
  CORS_ORIGINS: z
    .string()
    .default("*")
    .transform((text) => text.split(",").map((origin) => origin.trim()))
    .meta({ form: "list" })
    .describe("Origins whose pages may call, separated by commas; * for all (there are no cookies to abuse)"),
  GRAPHIQL: z.stringbool().default(true).describe("Whether /graphql shows GraphiQL to browsers"),
} as const;

export type RouterEnvironment = ReturnType<typeof readRouterEnvironment>;

/** Where known operations are; null when there are none. */
export function warmUpPath({ WARM_UP, SUPERGRAPH_FILE }: Pick<RouterEnvironment, "WARM_UP" | "SUPERGRAPH_FILE">): string | null {
  return WARM_UP ?? (SUPERGRAPH_FILE === composed ? resolve(dirname(composed), "../operations") : null);
}

/** @throws EnvironmentError naming every variable that is wrong. */
export function readRouterEnvironment(source: EnvironmentSource) {
  return readEnvironment("router", routerVariables, source);
}
