import { ANONYMOUS, type Principal, principalFromClaims } from "@mercato/chassis/auth";
import type { Clock } from "@mercato/chassis/clock";
import type { Log } from "@mercato/chassis/log";
import { createLocalJWKSet, createRemoteJWKSet, customFetch, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose";
import { LRUCache } from "lru-cache";
import type { Identification, Identifier } from "./caller.ts";

export interface JwtIdentifierOptions {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Reads the keys within the process instead of over HTTP. */
  readonly fetchJwks?: (request: Request) => Promise<Response>;
}

/** The one algorithm: what a token says of itself is not asked. */
const ALGORITHMS = ["EdDSA"];
const CLOCK_TOLERANCE_SECONDS = 5;
const JWKS_TIMEOUT_MS = 3_000;
/** Least time between two readings of the keys because of an unknown key id, so that forged tokens do not become load on the issuer. */
const JWKS_COOLDOWN_MS = 5_000;
const JWKS_MAX_AGE_MS = 300_000;
/** How long a verified token is known again without verifying; so a withdrawn key ends its tokens within this and the keys' age. */
const VERIFIED_MAX_AGE_MS = 60_000;
const VERIFIED_ENTRIES = 10_000;

interface Verified {
  readonly principal: Principal;
  readonly untilMs: number;
}

/** Remote keys that are still used when they cannot be read again. */
function createKeys(options: JwtIdentifierOptions): JWTVerifyGetKey {
  const read = options.fetchJwks;
  const remote = createRemoteJWKSet(new URL(options.jwksUrl), {
    timeoutDuration: JWKS_TIMEOUT_MS,
    cooldownDuration: JWKS_COOLDOWN_MS,
    cacheMaxAge: JWKS_MAX_AGE_MS,
    ...(read ? { [customFetch]: (url: string, init: RequestInit) => read(new Request(url, init)) } : {}),
  });
  return async (header, token) => {
    try {
      return await remote(header, token);
    } catch (error) {
      const known = remote.jwks();
      if (known === undefined || isAboutToken(error)) throw error;
      options.log.warn({ err: error }, "signing keys could not be read again; the known ones are used");
      return createLocalJWKSet(known)(header, token);
    }
  };
}

/** Whether verification failed because of the token; otherwise it is because of the keys. */
function isAboutToken(error: unknown): boolean {
  if (!(error instanceof errors.JOSEError)) return false;
  return !(error instanceof errors.JWKSTimeout) && !(error instanceof errors.JWKSInvalid) && error.code !== "ERR_JOSE_GENERIC";
}

function bearerToken(authorization: string): string | null {
  return /^Bearer +([\w-]+\.[\w-]+\.[\w-]+) *$/i.exec(authorization)?.[1] ?? null;
}

/** Verifies access tokens: EdDSA signature by the issuer's published keys, issuer, audience, expiry. */
export function createJwtIdentifier(options: JwtIdentifierOptions): Identifier {
  const keys = createKeys(options);
  const verified = new LRUCache<string, Verified>({ max: VERIFIED_ENTRIES });

  async function verify(token: string): Promise<Identification> {
    const now = options.clock.now();
    const known = verified.get(token);
    if (known && known.untilMs > now.getTime()) return { kind: "known", principal: known.principal };
    const { payload } = await jwtVerify(token, keys, {
      algorithms: ALGORITHMS,
      issuer: options.issuer,
      audience: options.audience,
      currentDate: now,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ["exp", "sub"],
    });
    return accept(token, payload, now.getTime());
  }

  function accept(token: string, payload: JWTPayload, nowMs: number): Identification {
    const principal = principalFromClaims(payload);
    if (principal === null || payload.exp === undefined) return { kind: "refused", reason: "TOKEN_INVALID" };
    verified.set(token, { principal, untilMs: Math.min(payload.exp * 1000, nowMs + VERIFIED_MAX_AGE_MS) });
    return { kind: "known", principal };
  }

  return {
    async identify(authorization) {
      if (authorization === null) return { kind: "known", principal: ANONYMOUS };
      const token = bearerToken(authorization);
      if (token === null) return { kind: "refused", reason: "TOKEN_INVALID" };
      try {
        return await verify(token);
      } catch (error) {
        if (error instanceof errors.JWTExpired) return { kind: "refused", reason: "TOKEN_EXPIRED" };
        if (isAboutToken(error)) return { kind: "refused", reason: "TOKEN_INVALID" };
        options.log.error({ err: error }, "signing keys are unavailable");
        return { kind: "unavailable" };
      }
    },
  };
}

/** For a router without an issuer of tokens: everybody is anonymous. */
export const anonymousIdentifier: Identifier = { identify: async () => ({ kind: "known", principal: ANONYMOUS }) };
