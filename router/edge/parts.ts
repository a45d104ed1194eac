import type { Log } from "@mercato/chassis/log";
import { type ExecutionResult, GraphQLError } from "graphql";
import type { Payload, Payloads } from "../executor/defer-payload.ts";
import type { Exchange } from "./exchange.ts";
import { multipartResponse } from "./multipart.ts";

interface PartedAnswer {
  readonly payloads: Payloads;
  /** Ends the work for it. */
  readonly stop: () => void;
}

/** Answers in parts that have begun. */
export interface Parts {
  /** Takes the first payload of an answer: it goes the way of every other result. The rest waits for its response. */
  begin(exchange: Exchange, answer: PartedAnswer): Promise<ExecutionResult>;
  /** What makes the response of an answer in parts from its first payload; null when the answer is whole. */
  responderFor(exchange: Exchange): ((first: object) => Response) | null;
}

async function* followedBy(first: Payload, rest: Payloads): Payloads {
  yield first;
  yield* rest;
}

export function createParts(log: Pick<Log, "error">): Parts {
  const begun = new WeakMap<Exchange, PartedAnswer>();

  function lastWords(err: unknown): Payload {
    log.error({ err }, "an answer in parts broke off");
    const error = new GraphQLError("Something went wrong on our side.", { extensions: { code: "INTERNAL_SERVER_ERROR" } });
    return { errors: [error], hasNext: false };
  }

  return {
    async begin(exchange, { payloads, stop }) {
      const { value } = await payloads.next();
      const { hasNext = false, data = null, errors } = value ?? {};
      if (hasNext) begun.set(exchange, { payloads, stop });
      return { ...(errors ? { errors } : {}), data };
    },
    responderFor(exchange) {
      const rest = begun.get(exchange);
      if (rest === undefined) return null;
      return (first) =>
        multipartResponse({ payloads: followedBy({ ...first, hasNext: true }, rest.payloads), onGone: rest.stop, lastWords });
    },
  };
}
