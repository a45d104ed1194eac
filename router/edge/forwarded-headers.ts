import type { Exchange } from "./exchange.ts";

/** Only what is of a fixed form: `tracestate` and `baggage` are free text, which would travel into every span. */
const TRACE_HEADERS = ["traceparent"];
/** All that subgraphs get of what the client sent. Everything else, tokens and cookies above all, ends here. */
const FORWARDED_HEADERS = [...TRACE_HEADERS, "accept-language"];

function pick(headers: Headers, names: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = headers.get(name);
    if (value !== null) picked[name] = value;
  }
  return picked;
}

/** The client's trace context. */
export function traceOf(headers: Headers): Record<string, string> {
  return pick(headers, TRACE_HEADERS);
}

/** What goes along to every subgraph. A span of ours takes the place of the client's trace context. */
export function forwardedHeaders(headers: Headers, exchange: Exchange): Record<string, string> {
  return { ...pick(headers, FORWARDED_HEADERS), "x-request-id": exchange.requestId };
}
