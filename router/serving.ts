import { type Clock, systemRandomness } from "@mercato/chassis/clock";
import type { Log } from "@mercato/chassis/log";
import { withSpan } from "@mercato/chassis/telemetry";
import type { CacheCensus } from "./caches/cache-census.ts";
import { useNegotiation } from "./edge/accept.ts";
import { createDirectWay } from "./edge/direct-way.ts";
import { createDocumentCaches } from "./edge/document-caches.ts";
import { createEdge } from "./edge/edge.ts";
import type { Exchange } from "./edge/exchange.ts";
import { createExecutor } from "./edge/executor.ts";
import { createKnownOperations } from "./edge/known-operations.ts";
import { createResponseHeads } from "./edge/response-heads.ts";
import { useDocumentLimits } from "./edge/use-documents.ts";
import { useFederation } from "./edge/use-engine.ts";
import { type Admit, useAdmission, useParameters } from "./edge/use-guards.ts";
import type { RouterEnvironment } from "./environment.ts";
import { createEngine } from "./executor/engine.ts";
import { createPlanner } from "./planner/create-planner.ts";
import type { Planner } from "./planner/planner.ts";
import { createFlights } from "./sharing/flights.ts";
import { loadSupergraph, type Supergraph } from "./supergraph/supergraph.ts";
import { SupergraphError } from "./supergraph/supergraph-error.ts";
import { type CallContext, createSubgraphClient } from "./transport/subgraph-client.ts";
import { httpTransport, type InProcessSubgraph, inProcessTransport } from "./transport/transport.ts";
import { type KnownOperation, operationNamesOf } from "./warm-up/known-operations.ts";

/** What serving a supergraph takes that is not the supergraph's: it outlives it. */
export interface ServingOptions {
  readonly environment: RouterEnvironment;
  readonly log: Log;
  readonly clock: Clock;
  readonly census: CacheCensus;
  readonly transports: Readonly<Record<string, InProcessSubgraph>>;
  readonly admit: Admit;
  readonly callContext: (request: Request, exchange: Exchange) => CallContext;
}

/** All that is made of one supergraph: it answers requests by that, from the first to the last byte. */
export interface Serving {
  answer(request: Request, exchange: Exchange): Promise<Response>;
  /** Gets an operation ready: parsed, validated and planned. Rejects when it cannot be executed. */
  prepare(operation: KnownOperation): Promise<void>;
  /** Operations that clients sent of late, the last of them last. */
  recent(limit: number): readonly KnownOperation[];
  /** Ends the planner, and lets go of what is kept. */
  close(): void;
}

async function makePlanner(supergraphSdl: string, { environment, log }: ServingOptions): Promise<Planner> {
  try {
    return await createPlanner({ planner: environment.PLANNER, supergraphSdl, log });
  } catch (cause) {
    throw new SupergraphError("SUPERGRAPH_UNPLANNABLE", cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** The planner gets ready (in a process of its own) while the supergraph is read here. */
async function prepareSupergraph(sdl: string, options: ServingOptions): Promise<{ supergraph: Supergraph; planner: Planner }> {
  const { ROUTING_URLS: routingUrls, SUPERGRAPH_FILE: fileName } = options.environment;
  const planning = makePlanner(sdl, options);
  try {
    return { supergraph: loadSupergraph(sdl, { routingUrls, fileName }), planner: await planning };
  } catch (error) {
    await planning.then(
      (planner) => planner.close(),
      () => {}, // what is wrong with the supergraph is told already
    );
    throw error;
  }
}

function clientFor({ subgraphs }: Supergraph, { environment, log, clock, transports }: ServingOptions) {
  return createSubgraphClient({
    addresses: subgraphs,
    transportFor(subgraph) {
      const local = transports[subgraph];
      return local ? inProcessTransport(local) : httpTransport;
    },
    log,
    clock,
    showsErrorDetails: environment.SUBGRAPH_ERROR_DETAILS,
    flights: environment.SHARE_FETCHES ? createFlights() : null,
    queryTimeoutMs: environment.SUBGRAPH_QUERY_TIMEOUT_MS,
    mutationTimeoutMs: environment.SUBGRAPH_MUTATION_TIMEOUT_MS,
    maxResponseBytes: environment.MAX_SUBGRAPH_RESPONSE_BYTES,
  });
}

/** Edge and engine over caches of their own: what was found out about an operation holds for one schema. */
function assemble({ supergraph, planner }: { supergraph: Supergraph; planner: Planner }, options: ServingOptions) {
  const { environment, log, census, admit, callContext } = options;
  const engine = createEngine({
    supergraph,
    planner,
    cacheBytes: environment.PLAN_CACHE_BYTES,
    census,
    tracePlanning: (work) => withSpan("graphql.plan", {}, work),
    random: () => systemRandomness.next(),
  });
  const client = clientFor(supergraph, options);
  const execute = createExecutor({ engine, client, callContext, flights: environment.SHARE_REQUESTS ? createFlights() : null });
  const operations = createKnownOperations({ maxBytes: environment.DOCUMENT_CACHE_BYTES, census });
  const documents = createDocumentCaches({ maxBytes: environment.DOCUMENT_CACHE_BYTES, census });
  const heads = createResponseHeads();
  const edge = createEdge({
    schema: supergraph.apiSchema,
    corsOrigins: environment.CORS_ORIGINS,
    graphiql: environment.GRAPHIQL,
    log,
    documents,
    directWay: createDirectWay({ admit, execute, operations, heads, maxBodyBytes: environment.MAX_BODY_BYTES }),
    heads,
    plugins: [
      useNegotiation(),
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
  return { edge, engine, operations, documents };
}

/**
 * Makes all that it takes to serve a composed schema.
 * @throws SupergraphError when it cannot be served.
 */
export async function createServing(sdl: string, options: ServingOptions): Promise<Serving> {
  const prepared = await prepareSupergraph(sdl, options);
  const { edge, engine, operations, documents } = assemble(prepared, options);
  return {
    answer: (request, exchange) => edge.answer(request, { exchange }),
    async prepare({ text, operationName }) {
      const document = edge.documentOf(text);
      for (const name of operationName === null ? operationNamesOf(document) : [operationName]) {
        const named = { text, document, operationName: name };
        await engine.prepare(named);
        operations.add(named);
      }
    },
    recent: (limit) =>
      [...operations.recent()]
        .slice(0, limit)
        .reverse()
        .map((operation) => ({ ...operation, origin: "recent requests" })),
    close() {
      prepared.planner.close();
      engine.close();
      operations.close();
      documents.close();
    },
  };
}
