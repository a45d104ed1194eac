import type { Clock } from "@mercato/chassis/clock";
import type { Log } from "@mercato/chassis/log";
import { SpanKind, secondsIn, startStopwatch, traceHeaders, withSpan } from "@mercato/chassis/telemetry";
import { metrics } from "@mercato/contracts/telemetry/metrics";
import type { Failure } from "../executor/outcome.ts";
import type { SubgraphCall, SubgraphReply } from "../executor/run.ts";
import type { Flights } from "../sharing/flights.ts";
import { ResponseTooLargeError, readText } from "./bounded-body.ts";
import { withDeadline } from "./deadline.ts";
import { readReply } from "./read-reply.ts";
import type { Transport } from "./transport.ts";

/** Why a subgraph did not answer. Stable. */
export type UnavailableReason =
  /** No connection, or it broke. */
  | "UNREACHABLE"
  /** No answer within the deadline. Whether a mutation was done is not known. */
  | "TIMEOUT"
  /** An answer that is no GraphQL response. */
  | "BAD_RESPONSE"
  /** An answer that is larger than what is read of answers. */
  | "RESPONSE_TOO_LARGE";

/** For whom a subgraph is called, and what goes along. */
export interface CallContext {
  /** Headers besides those of the protocol; a bearer token for this subgraph among them. */
  headersFor(subgraph: string): Promise<Record<string, string>>;
  /** All that a subgraph's answer can depend on besides what it is asked: whoever has the same scope may share answers. */
  readonly scope: string;
  /** Aborts when the client is gone: queries end then, mutations do not. */
  readonly signal: AbortSignal;
}

export interface SubgraphClientOptions {
  /** Subgraph name → address. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Subgraph name → the way there. */
  readonly transportFor: (subgraph: string) => Transport;
  readonly log: Log;
  readonly clock: Clock;
  /** Lets identical queries in flight share one answer; null when each is sent. */
  readonly flights: Flights<Landed> | null;
  /** Whether clients get what is meant for developers: what subgraphs hang on their errors, and why a subgraph could not be reached. */
  readonly showsErrorDetails: boolean;
  /** How long a subgraph may take for a query. */
  readonly queryTimeoutMs: number;
  /** How long a subgraph may take for a mutation. */
  readonly mutationTimeoutMs: number;
  /** How much of a subgraph's answer is read, decompressed. @default 16 MiB */
  readonly maxResponseBytes?: number;
}

/** What came of a call, for all who waited for it: each gets a reply of its own to write to. */
export interface Landed {
  readonly outcome: "ok" | "errors" | "failed";
  reply(): SubgraphReply;
}

export interface SubgraphClient {
  /** Never rejects: a subgraph that fails is an outcome. */
  send(call: SubgraphCall, context: CallContext): Promise<SubgraphReply>;
}

const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;
const RETRY_DELAY_MS = 50;
/** What `fetch` says when the other end did not take the connection or closed it. */
const CONNECTION_CODES = new Set(["ConnectionRefused", "ConnectionClosed", "ECONNREFUSED", "ECONNRESET"]);

class UnusableReplyError extends Error {
  override readonly name = "UnusableReplyError";
  readonly status: number;
  constructor(status: number, options?: ErrorOptions) {
    super(`the answer (HTTP ${status}) is no GraphQL response`, options);
    this.status = status;
  }
}

function isAboutTheAnswer(error: unknown): boolean {
  return error instanceof UnusableReplyError || error instanceof ResponseTooLargeError;
}

function isConnectionError(error: unknown): boolean {
  return error instanceof Error && "code" in error && CONNECTION_CODES.has(String(error.code));
}

function reasonOf(error: unknown): UnavailableReason {
  if (error instanceof UnusableReplyError) return "BAD_RESPONSE";
  if (error instanceof ResponseTooLargeError) return "RESPONSE_TOO_LARGE";
  return error instanceof Error && error.name === "TimeoutError" ? "TIMEOUT" : "UNREACHABLE";
}

function unavailable(subgraph: string, reason: UnavailableReason, detail?: string): Failure {
  const extensions = { code: "SUBGRAPH_UNAVAILABLE", serviceName: subgraph, reason, ...(detail === undefined ? {} : { detail }) };
  return { message: `${subgraph} is unavailable.`, extensions };
}

function failed(failure: Failure): Landed {
  return { outcome: "failed", reply: () => ({ kind: "failed", failure }) };
}

/** Reads an answer; null when it is no GraphQL response. */
function parse(text: string, showsDetails: boolean): (SubgraphReply & { kind: "answered" }) | null {
  const reply = readReply(JSON.parse(text), { showsDetails });
  return reply === null ? null : { kind: "answered", ...reply };
}

/** @throws SyntaxError, UnusableReplyError */
function landed(text: string, { status }: Response, showsDetails: boolean): Landed {
  let unread = parse(text, showsDetails);
  if (unread === null) throw new UnusableReplyError(status);
  return {
    outcome: unread.errors.length === 0 ? "ok" : "errors",
    reply() {
      const reply = unread ?? parse(text, showsDetails);
      unread = null;
      if (reply === null) throw new UnusableReplyError(status); // it was read before
      return reply;
    },
  };
}

export function createSubgraphClient(options: SubgraphClientOptions): SubgraphClient {
  async function attempt(call: SubgraphCall, headers: Record<string, string>, signal: AbortSignal): Promise<Landed> {
    const response = await options.transportFor(call.subgraph)(options.addresses.get(call.subgraph) ?? "", {
      method: "POST",
      headers: {
        ...headers,
        ...traceHeaders(),
        "content-type": "application/json",
        accept: "application/graphql-response+json, application/json;q=0.9",
      },
      body: call.body,
      signal,
    });
    try {
      return landed(await readText(response, options.maxResponseBytes ?? MAX_RESPONSE_BYTES), response, options.showsErrorDetails);
    } catch (cause) {
      if (signal.aborted) throw signal.reason;
      throw isAboutTheAnswer(cause) ? cause : new UnusableReplyError(response.status, { cause });
    }
  }

  /** A query whose connection was refused or reset is tried once more: that costs nothing, and servers that restart do that. */
  async function attemptTwice(call: SubgraphCall, headers: Record<string, string>, signal: AbortSignal): Promise<Landed> {
    try {
      return await attempt(call, headers, signal);
    } catch (error) {
      if (call.operation.kind !== "query" || !isConnectionError(error)) throw error;
      await options.clock.sleep(RETRY_DELAY_MS, signal);
      return attempt(call, headers, signal);
    }
  }

  const record = secondsIn(metrics.subgraphFetchDuration);

  async function measured(call: SubgraphCall, work: () => Promise<Landed>): Promise<Landed> {
    const elapsed = startStopwatch();
    const fetched = await work();
    record(elapsed(), { service: "router", subgraph: call.subgraph, outcome: fetched.outcome });
    return fetched;
  }

  async function sendInTime(call: SubgraphCall, context: CallContext): Promise<Landed> {
    const isQuery = call.operation.kind === "query";
    const headers = await context.headersFor(call.subgraph);
    return withDeadline(
      { timeoutMs: isQuery ? options.queryTimeoutMs : options.mutationTimeoutMs, ...(isQuery ? { signal: context.signal } : {}) },
      (signal) => attemptTwice(call, headers, signal),
    );
  }

  async function sendOrFail(call: SubgraphCall, context: CallContext): Promise<Landed> {
    try {
      return await sendInTime(call, context);
    } catch (err) {
      const reason = reasonOf(err);
      // A client that went away is no fault of the subgraph.
      if (!context.signal.aborted) options.log.warn({ err, subgraph: call.subgraph, reason }, "subgraph unavailable");
      return failed(unavailable(call.subgraph, reason, options.showsErrorDetails && err instanceof Error ? err.message : undefined));
    }
  }

  function fetchOnce(call: SubgraphCall, context: CallContext): Promise<Landed> {
    return withSpan(
      "subgraph.fetch",
      { kind: SpanKind.CLIENT, attributes: { "subgraph.name": call.subgraph, "graphql.operation.type": call.operation.kind } },
      () => measured(call, () => sendOrFail(call, context)),
    );
  }

  /** An answer that others may wait for, too: of a query, asked by callers whom the subgraph cannot tell apart. */
  async function fetchTogether(flights: Flights<Landed>, call: SubgraphCall, context: CallContext): Promise<Landed> {
    const key = `${JSON.stringify([call.subgraph, context.scope])}${call.body}`;
    try {
      return await flights.join(key, context.signal, (signal) => fetchOnce(call, { ...context, signal }));
    } catch {
      return failed(unavailable(call.subgraph, "UNREACHABLE")); // only the client's going away comes here, and it will not read this
    }
  }

  return {
    async send(call, context) {
      const { flights } = options;
      const isShared = flights !== null && call.operation.kind === "query";
      const fetched = isShared ? await fetchTogether(flights, call, context) : await fetchOnce(call, context);
      return fetched.reply();
    },
  };
}
