import type { ExecutionArgs, ExecutionResult } from "graphql";
import type { GraphQLParams, Plugin } from "graphql-yoga";
import { isObject } from "../executor/json.ts";
import type { Executor } from "./executor.ts";
import type { KnownOperations } from "./known-operations.ts";
import type { EdgeContext } from "./use-guards.ts";

export interface FederationOptions {
  readonly execute: Executor;
  /** Learns of operations that are valid. */
  readonly operations: KnownOperations;
}

/** What yoga has put into the context by the time that something is executed. */
interface ExecutionContext extends EdgeContext {
  readonly request: Request;
  readonly params: GraphQLParams;
}

/** Stands for data that are in the text. */
const WRITTEN = {};

/** A result that is text already: yoga asks the result itself how it is to be written. */
function writtenResult(text: string): ExecutionResult & { stringify(): string } {
  return { data: WRITTEN, stringify: () => text };
}

/** Has valid operations executed by our engine, instead of by resolvers. */
export function useFederation({ execute, operations }: FederationOptions): Plugin<object, EdgeContext> {
  async function executeHere({ document, operationName, variableValues, contextValue }: ExecutionArgs): Promise<ExecutionResult> {
    const { exchange, request, params } = contextValue as ExecutionContext; // yoga's own types lose it
    const operation = {
      text: params.query ?? "",
      document,
      operationName: operationName ?? null,
      variables: isObject(variableValues) ? variableValues : {},
    };
    operations.add(operation);
    const answer = await (exchange.begun.answer ?? execute(operation, request, exchange));
    if (answer.kind === "result") return answer.result;
    exchange.isPlain = true;
    return writtenResult(answer.text);
  }

  return {
    onExecute: ({ setExecuteFn }) => setExecuteFn(executeHere),
    onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(executeHere),
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
