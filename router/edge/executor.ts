import { type DocumentNode, getOperationAST } from "graphql";
import type { Engine, EngineAnswer } from "../executor/engine.ts";
import type { JsonObject } from "../executor/json.ts";
import type { Flights } from "../sharing/flights.ts";
import type { CallContext, SubgraphClient } from "../transport/subgraph-client.ts";
import type { Exchange } from "./exchange.ts";

export interface ExecutorOptions {
  readonly engine: Pick<Engine, "execute">;
  readonly client: SubgraphClient;
  /** What goes along to subgraphs for one exchange. */
  readonly callContext: (request: Request, exchange: Exchange) => CallContext;
  /** Lets identical queries in flight share one execution; null when each has its own. */
  readonly flights: Flights<EngineAnswer> | null;
}

/** A valid operation of a request. */
export interface RequestedOperation {
  /** What the document was parsed from. */
  readonly text: string;
  readonly document: DocumentNode;
  readonly operationName: string | null;
  readonly variables: JsonObject;
}

/** Has operations of clients executed for them. Rejects only when there is no plan. */
export type Executor = (operation: RequestedOperation, request: Request, exchange: Exchange) => Promise<EngineAnswer>;

/** All that an answer depends on. */
function keyOf({ text, operationName, variables }: RequestedOperation, scope: string): string {
  return `${JSON.stringify([scope, operationName, variables])}${text}`;
}

export function createExecutor({ engine, client, callContext, flights }: ExecutorOptions): Executor {
  return (operation, request, exchange) => {
    const { document, operationName } = operation;
    const node = getOperationAST(document, operationName);
    exchange.operationName = node?.name?.value ?? null;
    exchange.operationType = node?.operation ?? null;
    const context = callContext(request, exchange);
    function execute(signal: AbortSignal): Promise<EngineAnswer> {
      return engine.execute({ ...operation, send: (call) => client.send(call, { ...context, signal }) });
    }
    if (flights === null || node?.operation !== "query") return execute(context.signal);
    return flights.join(keyOf(operation, context.scope), context.signal, execute);
  };
}
