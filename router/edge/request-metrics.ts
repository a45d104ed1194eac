import { createNameBound, secondsIn, startStopwatch } from "@mercato/chassis/telemetry";
import { metrics } from "@mercato/contracts/telemetry/metrics";
import type { Exchange } from "./exchange.ts";

/** Nobody asked for it by name. */
const ANONYMOUS_OPERATION = "anonymous";
/** Longer names are no names that a dashboard shows. */
const LONGEST_NAME = 80;
/** Codes that say that the shop failed, not the client. */
const OUR_FAULT: ReadonlySet<string> = new Set([
  "INTERNAL_SERVER_ERROR",
  "SUBGRAPH_UNAVAILABLE",
  "SUBGRAPH_BAD_RESPONSE",
  "NULL_FOR_NON_NULLABLE",
  "IDENTITY_UNAVAILABLE",
]);

/** What became of a request: all of it, a part, nothing because of the client, nothing because of us. */
export function outcomeOf({ errorCodes, hasData }: Pick<Exchange, "errorCodes" | "hasData">): "ok" | "partial" | "refused" | "failed" {
  if (errorCodes.length === 0) return "ok";
  if (hasData) return "partial";
  return errorCodes.some((code) => OUR_FAULT.has(code)) ? "failed" : "refused";
}

/**
 * Makes what measures requests: it is called when one comes in, and what it returns when that is answered, which says how long it took, in seconds.
 * Names of operations are the clients' to choose, so only so many of them are kept apart.
 */
export function createRequestRecorder(): () => (exchange: Exchange) => number {
  const record = secondsIn(metrics.requestDuration);
  const bound = createNameBound();

  function measure(exchange: Exchange, seconds: number): void {
    const { operationName, operationType, errorCodes } = exchange;
    // Preflights and GraphiQL's page are no GraphQL requests.
    if (operationType === null && errorCodes.length === 0) return;
    record(seconds, {
      service: "router",
      operation: bound((operationName ?? ANONYMOUS_OPERATION).slice(0, LONGEST_NAME)),
      operation_type: operationType ?? "unknown",
      outcome: outcomeOf(exchange),
    });
  }

  return () => {
    const elapsed = startStopwatch();
    return (exchange) => {
      const seconds = elapsed();
      measure(exchange, seconds);
      return seconds;
    };
  };
}
