import type { Log } from "@mercato/chassis/log";
import { type ExecutionArgs, type ExecutionResult, getOperationAST } from "graphql";
import type { GraphQLParams, Plugin } from "graphql-yoga";
import type { Engine } from "../executor/engine.ts";
import { isObject } from "../executor/json.ts";
import type { CallContext, SubgraphClient } from "../transport/subgraph-client.ts";
import type { Exchange } from "./exchange.ts";
import { createParts } from "./parts.ts";
import { takesParts } from "./takes-parts.ts";
import type { EdgeContext } from "./use-guards.ts";

export interface EngineOptions {
  readonly engine: Engine;
  readonly client: SubgraphClient;
  /** What goes along to subgraphs for one exchange. */
  readonly callContext: (request: Request, exchange: Exchange) => CallContext;
  readonly log: Pick<Log, "error">;
}

/** What yoga has put into the context by the time that something is executed. */
interface ExecutionContext extends EdgeContext {
  readonly request: Request;
  readonly params: GraphQLParams;
}

/** Has valid operations executed by our engine, instead of by resolvers. */
export function useFederation({ engine, client, callContext, log }: EngineOptions): Plugin<object, EdgeContext> {
  const parts = createParts(log);

  async function execute({ document, operationName, variableValues, contextValue }: ExecutionArgs): Promise<ExecutionResult> {
    const { exchange, request, params } = contextValue as ExecutionContext; // yoga's own types lose it
    const operation = getOperationAST(document, operationName);
    exchange.operationName = operation?.name?.value ?? null;
    exchange.operationType = operation?.operation ?? null;
    const whole = callContext(request, exchange);
    const stop = takesParts(request.headers.get("accept")) ? new AbortController() : null;
    const context = stop === null ? whole : { ...whole, signal: AbortSignal.any([whole.signal, stop.signal]) };
    const result = await engine.execute({
      text: params.query ?? "",
      document,
      operationName: operationName ?? null,
      variables: isObject(variableValues) ? variableValues : {},
      takesParts: stop !== null,
      send: (call) => client.send(call, context),
    });
    return Symbol.asyncIterator in result ? parts.begin(exchange, result, () => stop?.abort()) : result;
  }
  return {
    onExecute: ({ setExecuteFn }) => setExecuteFn(execute),
    onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(execute),
    onResultProcess({ result, setResultProcessor, serverContext: { exchange } }) {
      if (!isObject(result)) return;
      const respond = parts.responderFor(exchange);
      if (respond !== null) setResultProcessor(() => respond(result), "multipart/mixed");
      exchange.hasData = isObject(result["data"]);
      if (!Array.isArray(result["errors"])) return;
      exchange.errorCodes = [
        ...new Set(result["errors"].map((error: { extensions?: { code?: unknown } }) => String(error.extensions?.code ?? "UNKNOWN"))),
      ];
    },
  };
}
