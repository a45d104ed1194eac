import { buildSubgraphSchema } from "@apollo/subgraph";
import { GraphQLError, parse } from "graphql";
import { createYoga } from "graphql-yoga";
import type { InternalTokenVerifier, Principal } from "../auth/index.ts";
import { InvalidTokenError } from "../errors/index.ts";
import type { Health } from "../health/index.ts";
import { useQuietInputErrors } from "../input-errors/index.ts";
import type { Log } from "../log/index.ts";
import { isTracing, SpanKind, withSpan } from "../telemetry/index.ts";
import { traceRootResolvers } from "./resolver-spans.ts";
import { commonScalars } from "./scalars.ts";

/** What every resolver can rely on. */
export interface SubgraphContext {
  /** Who is asking; verified. */
  readonly principal: Principal;
}

type Resolvers = Parameters<typeof buildSubgraphSchema>[0] extends infer Modules
  ? Modules extends readonly (infer Module)[]
    ? Module extends { resolvers?: infer R }
      ? R
      : never
    : never
  : never;

export interface SubgraphOptions<Context extends SubgraphContext> {
  /** The subgraph's name: the audience that callers' tokens must have. */
  readonly name: string;
  /** The SDL from contracts. */
  readonly typeDefs: string;
  /** Resolvers of everything but the shared scalars. */
  readonly resolvers: object;
  readonly verifier: InternalTokenVerifier;
  /** Makes the context of one request: a new object each time, since loaders cache by it. */
  readonly createContext: (principal: Principal) => Context;
  readonly health: Health;
  readonly log: Log;
  /** Answers paths besides `/graphql` and `/health/*`; null for those that are not its own. */
  readonly routes?: (request: Request) => Promise<Response | null>;
}

const INTERNAL_ERROR = "INTERNAL_SERVER_ERROR";

function unauthenticatedCaller(): Response {
  const error = { message: "Only the router may call this subgraph.", extensions: { code: "UNAUTHENTICATED_CALLER" } };
  return Response.json({ errors: [error] }, { status: 401 });
}

/** Deliberate GraphQL errors pass; everything else is logged here, once, and reaches the caller without its message. */
function maskErrors(log: Log) {
  return (error: unknown): Error => {
    const original = error instanceof GraphQLError ? error.originalError : error;
    if (error instanceof GraphQLError && (original === undefined || original === null || original instanceof GraphQLError)) return error;
    const located = error instanceof GraphQLError ? error : undefined;
    log.error({ err: original, path: located?.path }, "resolver failed");
    return new GraphQLError("Something went wrong on our side.", {
      ...(located?.nodes ? { nodes: located.nodes } : {}),
      ...(located?.path ? { path: located.path } : {}),
      extensions: { code: INTERNAL_ERROR },
    });
  };
}

function bearerToken(request: Request): string | null {
  return /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
}

/**
 * The web side of a subgraph: health, the subgraph's own routes, and `/graphql`, which is answered only to callers with a valid internal token.
 * Unexpected errors are masked and logged once.
 */
export function createSubgraph<Context extends SubgraphContext>(
  options: SubgraphOptions<Context>,
): (request: Request) => Promise<Response> {
  const typeDefs = parse(options.typeDefs);
  const declared = new Set(
    typeDefs.definitions.flatMap((definition) => (definition.kind === "ScalarTypeDefinition" ? [definition.name.value] : [])),
  );
  const scalars = Object.fromEntries(Object.entries(commonScalars).filter(([name]) => declared.has(name)));
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: { ...scalars, ...options.resolvers } as NonNullable<Resolvers> }]);
  if (isTracing()) traceRootResolvers(schema);
  const yoga = createYoga<{ principal: Principal }, Context>({
    schema,
    graphqlEndpoint: "/graphql",
    graphiql: false,
    landingPage: false,
    logging: false,
    cors: false,
    batching: false,
    maskedErrors: { maskError: maskErrors(options.log) },
    plugins: [useQuietInputErrors()],
    context: ({ principal }) => options.createContext(principal),
  });

  async function authenticate(request: Request): Promise<Principal | null> {
    const token = bearerToken(request);
    if (token === null) return null;
    try {
      return await options.verifier.verify(token);
    } catch (error) {
      if (!(error instanceof InvalidTokenError)) throw error;
      options.log.warn({ reason: error.reason }, "caller refused");
      return null;
    }
  }

  return async function fetch(request) {
    const answered = (await options.health.handle(request)) ?? (await options.routes?.(request)) ?? null;
    if (answered !== null) return answered;
    const principal = await authenticate(request);
    if (principal === null) return unauthenticatedCaller();
    const parent = Object.fromEntries(
      ["traceparent", "tracestate"].flatMap((name) => {
        const value = request.headers.get(name);
        return value === null ? [] : [[name, value]];
      }),
    );
    return withSpan("graphql.request", { kind: SpanKind.SERVER, parent }, async () => yoga.fetch(request, { principal }));
  };
}
