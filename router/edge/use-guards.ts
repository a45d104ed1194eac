import type { Plugin } from "graphql-yoga";
import type { Identifier } from "../identity/caller.ts";
import { clientAddress, clientKey } from "../limits/client-key.ts";
import type { RateLimiter, RateVerdict } from "../limits/rate-limiter.ts";
import { isForgeable } from "./csrf.ts";
import type { Exchange } from "./exchange.ts";
import { readPosted, readQueryString } from "./read-parameters.ts";
import { refusal } from "./refusal.ts";

/** What yoga hands to plugins with each request. */
export interface EdgeContext {
  readonly exchange: Exchange;
}

/** @throws GraphQLError 403 for what a page of another site may have made a browser send. */
function refuseForgery(request: Request): void {
  if (!isForgeable(request.headers)) return;
  const message =
    "Browsers send this from other sites without asking. Send a JSON content type or the header graphql-require-preflight: 1.";
  throw refusal({ status: 403, code: "CSRF_PREVENTED", message });
}

const TOKEN_MESSAGES = { TOKEN_EXPIRED: "The access token has expired.", TOKEN_INVALID: "The access token is not valid." } as const;

export interface AdmissionOptions {
  readonly identifier: Identifier;
  readonly limiter: RateLimiter | null;
  readonly trustedProxyHops: number;
}

function windowHeaders(limiter: RateLimiter, verdict: RateVerdict): readonly (readonly [string, string])[] {
  const resetSeconds = Math.ceil(verdict.resetMs / 1000);
  return [
    ["ratelimit-policy", `"client";q=${verdict.limit};w=${limiter.windowSeconds}`],
    ["ratelimit", `"client";r=${verdict.remaining};t=${resetSeconds}`],
    ["ratelimit-limit", String(verdict.limit)],
    ["ratelimit-remaining", String(verdict.remaining)],
    ["ratelimit-reset", String(resetSeconds)],
  ];
}

/** Lets a request in, or rejects with the GraphQLError that says why not. */
export type Admit = (request: Request, exchange: Exchange) => Promise<void>;

/**
 * Makes what finds out who asks and counts it, before anything is read, parsed or executed. A token that does not hold is counted against the address, so that
 * guessing tokens is limited too.
 */
export function createAdmission({ identifier, limiter, trustedProxyHops }: AdmissionOptions): Admit {
  async function count(key: string, exchange: Exchange): Promise<void> {
    if (limiter === null) return;
    const verdict = await limiter.consume(key, 1);
    for (const [name, value] of windowHeaders(limiter, verdict)) exchange.responseHeaders.set(name, value);
    if (verdict.allowed) return;
    const retryAfter = String(Math.max(1, Math.ceil(verdict.resetMs / 1000)));
    throw refusal({ status: 429, code: "RATE_LIMITED", message: "Too many requests.", headers: { "retry-after": retryAfter } });
  }
  return async (request, exchange) => {
    refuseForgery(request);
    const identification = await identifier.identify(request.headers.get("authorization"));
    const sources = { remoteAddress: exchange.remoteAddress, forwardedFor: request.headers.get("x-forwarded-for"), trustedProxyHops };
    const principal = identification.kind === "known" ? identification.principal : null;
    if (principal !== null) exchange.principal = principal;
    await count(clientKey(principal, clientAddress(sources)), exchange);
    if (identification.kind === "refused") {
      const { reason } = identification;
      const headers = { "www-authenticate": `Bearer error="invalid_token", error_description="${TOKEN_MESSAGES[reason]}"` };
      throw refusal({ status: 401, code: "UNAUTHENTICATED", message: TOKEN_MESSAGES[reason], extensions: { reason }, headers });
    }
    if (identification.kind === "unavailable") {
      throw refusal({
        status: 503,
        code: "IDENTITY_UNAVAILABLE",
        message: "Access tokens cannot be checked now.",
        headers: { "retry-after": "5" },
      });
    }
  };
}

/** Lets in what was not let in yet. */
export function useAdmission(admit: Admit): Plugin<object, EdgeContext> {
  return {
    onRequestParse({ request, serverContext: { exchange } }) {
      exchange.begun.admission ??= admit(request, exchange);
      return exchange.begun.admission;
    },
  };
}

/** Reads operations from query strings and JSON bodies, of limited size, and from nothing else. */
export function useParameters({ maxBodyBytes }: { readonly maxBodyBytes: number }): Plugin<object, EdgeContext> {
  return {
    onRequestParse({ request, setRequestParser, serverContext: { exchange } }) {
      if (request.method === "GET") setRequestParser(readQueryString);
      else if (request.method === "POST") setRequestParser((posted) => exchange.begun.parameters ?? readPosted(posted, maxBodyBytes));
    },
  };
}
