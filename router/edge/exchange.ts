import { ANONYMOUS, type Principal } from "@mercato/chassis/auth";
import type { GraphQLParams } from "graphql-yoga";
import type { EngineAnswer } from "../executor/engine.ts";

/** One request and what becomes known of it on its way through the router; the log line and the response's headers are made of it. */
export interface Exchange {
  readonly requestId: string;
  /** Of the connection; null when there is none. */
  readonly remoteAddress: string | null;
  principal: Principal;
  operationName: string | null;
  operationType: string | null;
  /** Codes of the errors in the response. */
  errorCodes: readonly string[];
  /** Whether the response has data, whatever is missing from them. */
  hasData: boolean;
  /** Whether the response is all that was asked for, written as text. */
  isPlain: boolean;
  readonly responseHeaders: Map<string, string>;
  /** What was begun for this request already, so that it is done once whichever way the request takes. Each may reject. */
  readonly begun: {
    admission?: Promise<void>;
    parameters?: Promise<GraphQLParams>;
    answer?: Promise<EngineAnswer>;
  };
}

const REQUEST_ID = /^[\w.:-]{1,100}$/;

/** The client's own request id is kept where it is one that can stand in a log. */
export function createExchange(request: Request, remoteAddress: string | null): Exchange {
  const given = request.headers.get("x-request-id") ?? "";
  const requestId = REQUEST_ID.test(given) ? given : Bun.randomUUIDv7();
  return {
    requestId,
    remoteAddress,
    principal: ANONYMOUS,
    operationName: null,
    operationType: null,
    errorCodes: [],
    hasData: false,
    isPlain: false,
    responseHeaders: new Map([["x-request-id", requestId]]),
    begun: {},
  };
}
