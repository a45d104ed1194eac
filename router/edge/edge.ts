import { useQuietInputErrors } from "@mercato/chassis/input-errors";
import type { Log } from "@mercato/chassis/log";
import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, validate } from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import { orderAccepted } from "./accept.ts";
import type { DocumentCaches } from "./document-caches.ts";
import type { Exchange } from "./exchange.ts";
import { exampleQuery, graphiqlOptions, renderPage } from "./graphiql.ts";
import type { ResponseHeads } from "./response-heads.ts";
import type { EdgeContext } from "./use-guards.ts";

export interface EdgeOptions {
  readonly schema: GraphQLSchema;
  /** In the order in which they act. */
  readonly plugins: readonly Plugin<object, EdgeContext>[];
  /** `*`, or origins whose pages may call. */
  readonly corsOrigins: readonly string[];
  readonly graphiql: boolean;
  readonly log: Log;
  /** Tried first; null when a request has to go yoga's way. */
  readonly directWay: (request: Request, exchange: Exchange) => Promise<Response | null>;
  /** Learns what yoga's answers look like. */
  readonly heads: ResponseHeads;
  readonly documents: DocumentCaches;
}

/** Response headers that pages may read. */
const EXPOSED_HEADERS = [
  "x-request-id",
  "retry-after",
  "ratelimit",
  "ratelimit-policy",
  "ratelimit-limit",
  "ratelimit-remaining",
  "ratelimit-reset",
];
const CORS_MAX_AGE_SECONDS = 86_400;

/** Deliberate errors pass; all else is logged here, once, and reaches the client without its message. */
function maskErrors(log: Log) {
  return (error: unknown): Error => {
    const original = error instanceof GraphQLError ? error.originalError : error;
    if (error instanceof GraphQLError && (original === undefined || original === null || original instanceof GraphQLError)) return error;
    log.error({ err: original }, "request failed");
    return new GraphQLError("Something went wrong on our side.", { extensions: { code: "INTERNAL_SERVER_ERROR", http: { status: 500 } } });
  };
}

/** The web side of the router: GraphQL over HTTP, GraphiQL, CORS. */
export interface Edge {
  answer(request: Request, context: EdgeContext): Promise<Response>;
  /** The document of a text as requests would have it, kept for them. @throws GraphQLError when it is not valid. */
  documentOf(text: string): DocumentNode;
}

export function createEdge(options: EdgeOptions): Edge {
  const holdsExample = validate(options.schema, parse(exampleQuery)).length === 0;
  const yoga = createYoga<EdgeContext>({
    schema: options.schema,
    graphqlEndpoint: "/graphql",
    landingPage: false,
    logging: false,
    batching: false,
    multipart: false,
    maxRequestBodySize: false,
    cors: {
      origin: [...options.corsOrigins],
      credentials: false,
      methods: ["GET", "POST"],
      exposedHeaders: EXPOSED_HEADERS,
      maxAge: CORS_MAX_AGE_SECONDS,
    },
    graphiql: options.graphiql ? graphiqlOptions({ holdsExample }) : false,
    renderGraphiQL: renderPage,
    parserAndValidationCache: options.documents,
    maskedErrors: { maskError: maskErrors(options.log) },
    plugins: [useQuietInputErrors(), ...options.plugins],
  });
  return {
    async answer(request, context) {
      orderAccepted(request.headers);
      const { exchange } = context;
      const direct = await options.directWay(request, exchange);
      if (direct !== null) return direct;
      const response = await yoga.fetch(request, context);
      if (exchange.isPlain && response.ok && request.method === "POST") options.heads.learn(request, response);
      return response;
    },
    documentOf(text) {
      const { parse: parseHere, validate: validateHere, schema } = yoga.getEnveloped();
      const document: DocumentNode = parseHere(text);
      const [error] = validateHere(schema, document);
      if (error !== undefined) throw error;
      return document;
    },
  };
}
