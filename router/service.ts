import { createInternalTokenSigner, type InternalTokenSigner, type Principal } from "@mercato/chassis/auth";
import type { Clock } from "@mercato/chassis/clock";
import { createHealth } from "@mercato/chassis/health";
import type { Log } from "@mercato/chassis/log";
import type { Service } from "@mercato/chassis/process";
import { SpanKind, withSpan } from "@mercato/chassis/telemetry";
import { type CacheCensus, createCacheCensus } from "./caches/cache-census.ts";
import { compressed } from "./edge/compress.ts";
import { createExchange, type Exchange } from "./edge/exchange.ts";
import { forwardedHeaders, traceOf } from "./edge/forwarded-headers.ts";
import { createRequestRecorder } from "./edge/request-metrics.ts";
import { createAdmission } from "./edge/use-guards.ts";
import type { RouterEnvironment } from "./environment.ts";
import { goLive } from "./go-live.ts";
import type { Identifier } from "./identity/caller.ts";
import { anonymousIdentifier, createJwtIdentifier } from "./identity/jwt-identifier.ts";
import { createMemoryRateLimiter } from "./limits/memory-rate-limiter.ts";
import type { RateLimiter } from "./limits/rate-limiter.ts";
import type { ServingOptions } from "./serving.ts";
import { releasedAfter } from "./supergraph/live-supergraph.ts";
import type { CallContext } from "./transport/subgraph-client.ts";
import type { InProcessSubgraph } from "./transport/transport.ts";

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

async function servingOptions(deps: RouterDependencies, census: CacheCensus): Promise<ServingOptions> {
  const { environment, log, clock, transports = {} } = deps;
  return {
    environment,
    log,
    clock,
    census,
    transports,
    admit: createAdmission({
      identifier: identifierFor(deps),
      limiter: limiterFor(environment),
      trustedProxyHops: environment.TRUSTED_PROXY_HOPS,
    }),
    callContext: createCallContext(await signerFor(deps)),
  };
}

/** The router's service: besides what all have, its supergraph can be swapped. */
export interface RouterService extends Service {
  /** Serves what SUPERGRAPH_FILE holds now. Never rejects: what cannot be served is logged, and the one before goes on. */
  reload(): Promise<void>;
}

/**
 * The federated router. It serves a stored supergraph, so it starts and is ready while subgraphs are down.
 * @throws SupergraphError when the supergraph cannot be served.
 */
export async function createRouterService(deps: RouterDependencies): Promise<RouterService> {
  const { log, environment } = deps;
  const startRequest = createRequestRecorder();
  const health = createHealth({});
  const census = createCacheCensus();
  const live = await goLive(await servingOptions(deps, census));

  /** By the supergraph that is served when the request comes in, whatever is served when it is answered. */
  async function answer(request: Request, exchange: Exchange): Promise<Response> {
    const { value: serving, release } = live.lease();
    try {
      return releasedAfter(await serving.answer(request, exchange), release);
    } catch (error) {
      release();
      throw error;
    }
  }

  async function serveGraphql(request: Request, exchange: Exchange): Promise<Response> {
    const answered = startRequest();
    const response = await answer(request, exchange);
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
    return environment.COMPRESS_FROM_BYTES === 0 ? response : compressed(request, response, environment.COMPRESS_FROM_BYTES);
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
    reload: live.reload,
    async stop() {
      await live.stop();
      census.stop();
    },
  };
}
