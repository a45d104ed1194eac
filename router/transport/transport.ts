/**
 * How a subgraph is reached: over HTTP (`fetch` itself), or within the process. Takes a whole HTTP request, because that is what subgraphs
 * serve, whichever way it comes.
 */
export type Transport = (url: string, init: TransportRequest) => Promise<Response>;

export interface TransportRequest {
  readonly method: "POST";
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** Answers requests without a network, as `Service.fetch` does. */
export type InProcessSubgraph = (request: Request) => Promise<Response>;

/** Over HTTP, on connections that are kept open. */
export const httpTransport: Transport = (url, init) => fetch(url, { ...init, redirect: "error" });

/** To a subgraph in this process. */
export function inProcessTransport(subgraph: InProcessSubgraph): Transport {
  return (url, init) => subgraph(new Request(url, init));
}
