import { createLocalJWKSet, importJWK, type JSONWebKeySet, type JWK, jwtVerify, SignJWT } from "jose";
import type { Clock } from "../clock/index.ts";
import { InvalidTokenError } from "../errors/index.ts";
import { type Principal, principalFromClaims } from "./principal.ts";

const ALGORITHM = "EdDSA";
const ISSUER = "mercato-router";
const LIFETIME_SECONDS = 60;
/** A token from the cache is handed out only while this much of its life is left, so that it does not die on the way. */
const LEAST_REST_MS = 20_000;
const CACHE_ENTRIES = 10_000;

export interface InternalTokenSigner {
  /** A short-lived token by which `audience`, a subgraph, knows for whom it is called. */
  sign(principal: Principal, audience: string): Promise<string>;
}

export interface InternalTokenVerifier {
  /** Who is asking. @throws InvalidTokenError when the token is not the router's, not for this audience, or has expired. */
  verify(token: string): Promise<Principal>;
}

interface Cached<T> {
  readonly value: T;
  readonly untilMs: number;
}

/** A map that forgets its oldest entry when it is full. */
function remember<T>(cache: Map<string, Cached<T>>, key: string, entry: Cached<T>): void {
  const oldest = cache.size >= CACHE_ENTRIES ? cache.keys().next().value : undefined;
  if (oldest !== undefined) cache.delete(oldest);
  cache.set(key, entry);
}

/** Signs with an EdDSA private key. Tokens are reused for the same principal and audience while they are fresh. */
export async function createInternalTokenSigner(options: {
  readonly privateJwk: JWK;
  readonly clock: Clock;
}): Promise<InternalTokenSigner> {
  const key = await importJWK(options.privateJwk, ALGORITHM);
  const header = { alg: ALGORITHM, ...(options.privateJwk.kid ? { kid: options.privateJwk.kid } : {}) };
  const cache = new Map<string, Cached<string>>();
  return {
    async sign(principal, audience) {
      const cacheKey = JSON.stringify([audience, principal]);
      const nowMs = options.clock.now().getTime();
      const cached = cache.get(cacheKey);
      if (cached && cached.untilMs > nowMs) return cached.value;
      const issuedAt = Math.floor(nowMs / 1000);
      const claims = { kind: principal.kind, roles: principal.roles, scope: principal.scopes.join(" ") };
      const jwt = new SignJWT(claims).setProtectedHeader(header).setIssuer(ISSUER).setAudience(audience);
      if (principal.id !== null) jwt.setSubject(principal.id);
      const value = await jwt
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + LIFETIME_SECONDS)
        .sign(key);
      cache.delete(cacheKey);
      remember(cache, cacheKey, { value, untilMs: nowMs + LIFETIME_SECONDS * 1000 - LEAST_REST_MS });
      return value;
    },
  };
}

/** Verifies against the public keys of those who may call. A token that was verified is known again until it expires. */
export function createInternalTokenVerifier(options: {
  readonly jwks: JSONWebKeySet;
  /** The subgraph's own name. */
  readonly audience: string;
  readonly clock: Clock;
}): InternalTokenVerifier {
  const keys = createLocalJWKSet(options.jwks);
  const cache = new Map<string, Cached<Principal>>();
  return {
    async verify(token) {
      const now = options.clock.now();
      const cached = cache.get(token);
      if (cached && cached.untilMs > now.getTime()) return cached.value;
      const { payload } = await jwtVerify(token, keys, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: options.audience,
        currentDate: now,
        clockTolerance: 5,
        requiredClaims: ["exp"],
      }).catch((cause: unknown) => {
        throw new InvalidTokenError(cause instanceof Error ? cause.message : "unverifiable", { cause });
      });
      const principal = principalFromClaims(payload);
      if (principal === null) throw new InvalidTokenError("claims do not describe a principal");
      remember(cache, token, { value: principal, untilMs: (payload.exp ?? 0) * 1000 });
      return principal;
    },
  };
}
