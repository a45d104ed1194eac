import { nextRefreshToken, readRefreshToken } from "../security/refresh-tokens.ts";
import type { Dependencies } from "./dependencies.ts";
import { type OpenSession, toOpenSession } from "./open-session.ts";

export type RefreshOutcome = { readonly kind: "refreshed"; readonly session: OpenSession } | { readonly kind: "invalid-refresh-token" };

/**
 * Trades a refresh token for the next one, after RFC 9700, 4.14.2: a token works once, and a second use, which means that two hold it, revokes
 * the session with all its tokens. There is no grace period: of two uses at the same moment one wins, and what it won is revoked by the other.
 */
export async function refreshSession(dependencies: Dependencies, refreshToken: string): Promise<RefreshOutcome> {
  const { users, sessions, lifetimes, clock, log } = dependencies;
  const presented = readRefreshToken(refreshToken);
  if (presented === null) return { kind: "invalid-refresh-token" };
  const next = nextRefreshToken(presented);
  const now = clock.now();
  const rotation = await sessions.rotate({
    familyHash: presented.familyHash,
    tokenHash: presented.tokenHash,
    nextTokenHash: next.tokenHash,
    now,
    expiresAt: new Date(now.getTime() + lifetimes.refreshTokenTtlMs),
  });
  if (rotation.kind === "reused") {
    const { sessionId, userId } = rotation;
    log.warn({ sessionId, userId }, "a refresh token was used twice, its session is revoked");
  }
  if (rotation.kind !== "rotated") return { kind: "invalid-refresh-token" };
  const user = await users.find(rotation.userId);
  if (user === null) return { kind: "invalid-refresh-token" };
  return { kind: "refreshed", session: await toOpenSession(dependencies, user, { token: next, expiresAt: rotation.expiresAt }) };
}
