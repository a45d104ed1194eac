import type { GraphQLParams } from "graphql-yoga";
import type { EngineAnswer } from "../executor/engine.ts";
import { isObject } from "../executor/json.ts";
import type { Exchange } from "./exchange.ts";
import type { Executor, RequestedOperation } from "./executor.ts";
import type { KnownOperations } from "./known-operations.ts";
import { readPosted } from "./read-parameters.ts";
import type { ResponseHeads } from "./response-heads.ts";
import type { Admit } from "./use-guards.ts";

export interface DirectWayOptions {
  readonly admit: Admit;
  readonly execute: Executor;
  readonly operations: KnownOperations;
  readonly heads: ResponseHeads;
  readonly maxBodyBytes: number;
}

const PARAMETERS: ReadonlySet<string> = new Set(["query", "operationName", "variables"]);

/** The operation that parameters name, where it is a known one and there is nothing else to see to. */
function knownOperation(parameters: GraphQLParams, operations: KnownOperations): RequestedOperation | null {
  const { query: text, operationName = null, variables } = parameters;
  if (typeof text !== "string" || (operationName !== null && typeof operationName !== "string")) return null;
  if (!Object.keys(parameters).every((name) => PARAMETERS.has(name))) return null;
  if (variables !== undefined && variables !== null && !isObject(variables)) return null;
  const document = operations.documentOf({ text, operationName });
  return document === undefined ? null : { text, document, operationName, variables: variables ?? {} };
}

/**
 * The short way for what clients do all day: a POST of an operation that is known to be valid, in which all goes well. It is let in, read and executed by the
 * very functions that yoga's plugins call. Everything else, and whatever turns out not to be so, is left to yoga (null), together with what was
 * begun: nothing is done twice.
 */
export function createDirectWay(options: DirectWayOptions): (request: Request, exchange: Exchange) => Promise<Response | null> {
  async function operationOf(request: Request, { begun }: Exchange): Promise<RequestedOperation | null> {
    begun.parameters = readPosted(request, options.maxBodyBytes);
    return knownOperation(await begun.parameters, options.operations);
  }

  async function answer(request: Request, exchange: Exchange): Promise<EngineAnswer | null> {
    const { begun } = exchange;
    try {
      begun.admission = options.admit(request, exchange);
      await begun.admission;
      const operation = await operationOf(request, exchange);
      if (operation === null) return null;
      begun.answer = options.execute(operation, request, exchange);
      return await begun.answer;
    } catch {
      return null; // what was begun is rejected for yoga too, which tells the client
    }
  }

  return async (request, exchange) => {
    const head = request.method === "POST" ? options.heads.headFor(request) : undefined;
    if (head === undefined) return null;
    const answered = await answer(request, exchange);
    if (answered?.kind !== "text") return null;
    exchange.hasData = true;
    return new Response(answered.text, { headers: [...head, ...exchange.responseHeaders] as [string, string][] });
  };
}
