import { createInternalTokenSigner, type InternalTokenSigner, type Principal } from "@mercato/chassis/auth";
import { type Clock, systemRandomness } from "@mercato/chassis/clock";
import { createHealth } from "@mercato/chassis/health";
import type { Log } from "@mercato/chassis/log";
import type { Service } from "@mercato/chassis/process";
import { SpanKind, withSpan } from "@mercato/chassis/telemetry";
import { createDirectWay } from "./edge/direct-way.ts";
import { createEdge } from "./edge/edge.ts";
import { createExchange, type Exchange } from "./edge/exchange.ts";
import { createExecutor } from "./edge/executor.ts";
import { forwardedHeaders, traceOf } from "./edge/forwarded-headers.ts";
import { createKnownOperations } from "./edge/known-operations.ts";
import { createRequestRecorder } from "./edge/request-metrics.ts";
import { createResponseHeads } from "./edge/response-heads.ts";
import { useDocumentLimits } from "./edge/use-documents.ts";
import { useFederation } from "./edge/use-engine.ts";
import { createAdmission, useAdmission, useParameters } from "./edge/use-guards.ts";
import type { RouterEnvironment } from "./environment.ts";
import { createEngine } from "./executor/engine.ts";
import type { Identifier } from "./identity/caller.ts";
import { anonymousIdentifier, createJwtIdentifier } from "./identity/jwt-identifier.ts";
import { createMemoryRateLimiter } from "./limits/memory-rate-limiter.ts";
import type { RateLimiter } from "./limits/rate-limiter.ts";
import { createPlanner } from "./planner/create-planner.ts";
import { createFlights } from "./sharing/flights.ts";
import { loadSupergraph, SupergraphError } from "./supergraph/supergraph.ts";
import { type CallContext, createSubgraphClient } from "./transport/subgraph-client.ts";
import { httpTransport, type InProcessSubgraph, inProcessTransport } from "./transport/transport.ts";

export interface RouterDependencies {
  readonly environment: RouterEnvironment;
  readonly log: Log;
  readonly clock: Clock;
  /** Subgraphs that run in this process. The others are called over HTTP. */
  readonly transports?: Readonly<Record<string, InProcessSubgraph>>;
  /** Reads the issuer's keys within this process. @default over HTTP, from JWKS_URL */
  readonly fetchJwks?: (request: Request) => Promise<Response>;
}

/** Bodies are cut off at MAX_BODY_BYTES by the router, with an answer that says so; the server below must let them come that far. */
const LET_THROUGH_BYTES = 2 ** 40;

async function readSupergraph(environment: RouterEnvironment): Promise<string> {
  const file = Bun.file(environment.SUPERGRAPH_FILE);
  if (!(await file.exists())) throw new SupergraphError(`There is no supergraph at ${environment.SUPERGRAPH_FILE}.`);
  return file.text();
}

/** The planner gets ready (in a process of its own) while the supergraph is read here. */
async function prepareSupergraph({ environment, log }: RouterDependencies) {
  const supergraphSdl = await readSupergraph(environment);
  const planning = createPlanner({ planner: environment.PLANNER, supergraphSdl, log });
  try {
    return { supergraph: loadSupergraph(supergraphSdl, environment.ROUTING_URLS), planner: await planning };
  } catch (error) {
    await planning.then(
      (planner) => planner.close(),
      () => {}, // what is wrong with the supergraph is told already
    );
    throw error;
  }
}

function identifierFor({ environment, clock, log, fetchJwks }: RouterDependencies): Identifier {
  if (environment.JWKS_URL === undefined) {
    log.warn("JWKS_URL is not set: every caller is anonymous");
    return anonymousIdentifier;
  }
  return createJwtIdentifier({
    jwksUrl: environment.JWKS_URL,
    issuer: environment.ACCESS_TOKEN_ISSUER,
    audience: environment.ACCESS_TOKEN_AUDIENCE,
    clock,
    log,
    ...(fetchJwks ? { fetchJwks } : {}),
  });
}

function limiterFor(environment: RouterEnvironment): RateLimiter | null {
  if (environment.RATE_LIMIT_POINTS === 0) return null;
  return createMemoryRateLimiter({ points: environment.RATE_LIMIT_POINTS, windowSeconds: environment.RATE_LIMIT_WINDOW_SECONDS });
}

async function signerFor({ environment, clock, log }: RouterDependencies): Promise<InternalTokenSigner | null> {
  if (environment.INTERNAL_TOKEN_PRIVATE_JWK !== undefined) {
    return createInternalTokenSigner({ privateJwk: environment.INTERNAL_TOKEN_PRIVATE_JWK, clock });
  }
  log.warn("INTERNAL_TOKEN_PRIVATE_JWK is not set: subgraphs are called without a token");
  return null;
}

/** All that a subgraph can tell callers apart by. Without internal tokens it cannot tell at all who asks. */
function scopeOf(forwarded: Readonly<Record<string, string>>, caller: Principal | null): string {
  return JSON.stringify([forwarded["accept-language"] ?? null, caller]);
}

function createCallContext(signer: InternalTokenSigner | null) {
  return (request: Request, exchange: Exchange): CallContext => {
    const forwarded = forwardedHeaders(request.headers, exchange);
    return {
      scope: scopeOf(forwarded, signer === null ? null : exchange.principal),
      signal: request.signal,
      async headersFor(subgraph) {
        if (signer === null) return forwarded;
        return { ...forwarded, authorization: `Bearer ${await signer.sign(exchange.principal, subgraph)}` };
      },
    };
  };
}

async function createGraphqlHandler(deps: RouterDependencies) {
  const { environment, log, clock } = deps;
  const { supergraph, planner } = await prepareSupergraph(deps);
  const engine = createEngine({
    supergraph,
    planner,
    cacheEntries: environment.PLAN_CACHE_ENTRIES,
    tracePlanning: (work) => withSpan("graphql.plan", {}, work),
    random: () => systemRandomness.next(),
  });
  const client = createSubgraphClient({
    addresses: supergraph.subgraphs,
    transportFor(subgraph) {
      const local = deps.transports?.[subgraph];
      return local ? inProcessTransport(local) : httpTransport;
    },
    log,
    clock,
    flights: environment.SHARE_FETCHES ? createFlights() : null,
    showsErrorDetails: environment.SUBGRAPH_ERROR_DETAILS,
    queryTimeoutMs: environment.SUBGRAPH_QUERY_TIMEOUT_MS,
    mutationTimeoutMs: environment.SUBGRAPH_MUTATION_TIMEOUT_MS,
  });
  const admit = createAdmission({
    identifier: identifierFor(deps),
    limiter: limiterFor(environment),
    trustedProxyHops: environment.TRUSTED_PROXY_HOPS,
  });
  const execute = createExecutor({
    engine,
    client,
    callContext: createCallContext(await signerFor(deps)),
    flights: environment.SHARE_REQUESTS ? createFlights() : null,
  });
  const operations = createKnownOperations(environment.PLAN_CACHE_ENTRIES);
  const heads = createResponseHeads();
  const answer = createEdge({
    schema: supergraph.apiSchema,
    corsOrigins: environment.CORS_ORIGINS,
    graphiql: environment.GRAPHIQL,
    log,
    directWay: createDirectWay({ admit, execute, operations, heads, maxBodyBytes: environment.MAX_BODY_BYTES }),
    heads,
    plugins: [
      useAdmission(admit),
      useParameters({ maxBodyBytes: environment.MAX_BODY_BYTES }),
      useDocumentLimits({
        maxTokens: environment.MAX_TOKENS,
        maxDepth: environment.MAX_DEPTH,
        maxAliases: environment.MAX_ALIASES,
        maxFields: environment.MAX_FIELDS,
      }),
      useFederation({ execute, operations }),
    ],
  });
  return { answer, close: () => planner.close() };
}

/**
 * The federated router. It serves a stored supergraph, so it starts and is ready while subgraphs are down.
 * @throws SupergraphError when the supergraph cannot be served.
 */
export async function createRouterService(deps: RouterDependencies): Promise<Service> {
  const { log } = deps;
  const startRequest = createRequestRecorder();
  const health = createHealth({});
  const { answer, close } = await createGraphqlHandler(deps);

  async function serveGraphql(request: Request, exchange: Exchange): Promise<Response> {
    const answered = startRequest();
    const response = await answer(request, { exchange });
    for (const [name, value] of exchange.responseHeaders) response.headers.set(name, value);
    const seconds = answered(exchange);
    log.info(
      {
        requestId: exchange.requestId,
        method: request.method,
        status: response.status,
        durationMs: Math.round(seconds * 1000),
        operation: exchange.operationName,
        operationType: exchange.operationType,
        userId: exchange.principal.id,
        ...(exchange.errorCodes.length > 0 ? { errorCode: exchange.errorCodes[0], errorCodes: exchange.errorCodes } : {}),
      },
      "request answered",
    );
    return response;
  }

  return {
    name: "router",
    health,
    maxBodyBytes: LET_THROUGH_BYTES,
    async fetch(request, connection) {
      const answered = await health.handle(request);
      if (answered !== null) return answered;
      if (new URL(request.url).pathname !== "/graphql") {
        return Response.json(
          { errors: [{ message: "There is nothing here. GraphQL is at /graphql.", extensions: { code: "NOT_FOUND" } }] },
          { status: 404 },
        );
      }
      const exchange = createExchange(request, connection?.remoteAddress ?? null);
      return withSpan("graphql.request", { kind: SpanKind.SERVER, parent: traceOf(request.headers) }, (span) =>
        serveGraphql(request, exchange).finally(() =>
          span.setAttributes({
            "graphql.operation.name": exchange.operationName ?? "",
            "graphql.operation.type": exchange.operationType ?? "",
          }),
        ),
      );
    },
    stop: async () => close(),
  };
}
