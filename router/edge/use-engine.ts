import { type ExecutionArgs, type ExecutionResult, getOperationAST } from "graphql";
import type { GraphQLParams, Plugin } from "graphql-yoga";
import type { Engine } from "../executor/engine.ts";
import { isObject } from "../executor/json.ts";
import type { CallContext, SubgraphClient } from "../transport/subgraph-client.ts";
import type { Exchange } from "./exchange.ts";
import type { EdgeContext } from "./use-guards.ts";

export interface EngineOptions {
  readonly engine: Engine;
  readonly client: SubgraphClient;
  /** What goes along to subgraphs for one exchange. */
  readonly callContext: (request: Request, exchange: Exchange) => CallContext;
}

/** What yoga has put into the context by the time that something is executed. */
interface ExecutionContext extends EdgeContext {
  readonly request: Request;
  readonly params: GraphQLParams;
}

/** Stands for data that are in the text. */
const WRITTEN = {};

/** A result that is text already. */
function writtenResult(text: string): ExecutionResult {
  const result = { data: WRITTEN, stringify: () => text }; // yoga asks the result itself how it is to be written
  return result;
}

/** Has valid operations executed by our engine, instead of by resolvers. */
export function useFederation({ engine, client, callContext }: EngineOptions): Plugin<object, EdgeContext> {
  async function execute({ document, operationName, variableValues, contextValue }: ExecutionArgs): Promise<ExecutionResult> {
    const { exchange, request, params } = contextValue as ExecutionContext; // yoga's own types lose it
    const operation = getOperationAST(document, operationName);
    exchange.operationName = operation?.name?.value ?? null;
    exchange.operationType = operation?.operation ?? null;
    const context = callContext(request, exchange);
    const answer = await engine.execute({
      text: params.query ?? "",
      document,
      operationName: operationName ?? null,
      variables: isObject(variableValues) ? variableValues : {},
      send: (call) => client.send(call, context),
    });
    return answer.kind === "result" ? answer.result : writtenResult(answer.text);
  }
  return {
    onExecute: ({ setExecuteFn }) => setExecuteFn(execute),
    onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(execute),
    onResultProcess({ result, serverContext: { exchange } }) {
      if (!isObject(result)) return;
      exchange.hasData = isObject(result["data"]);
      if (!Array.isArray(result["errors"])) return;
      exchange.errorCodes = [
        ...new Set(result["errors"].map((error: { extensions?: { code?: unknown } }) => String(error.extensions?.code ?? "UNKNOWN"))),
      ];
    },
  };
}
