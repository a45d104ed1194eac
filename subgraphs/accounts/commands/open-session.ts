import type { UserRecord } from "../domain/account.ts";
import { firstRefreshToken, type RefreshToken } from "../security/refresh-tokens.ts";
import type { Dependencies } from "./dependencies.ts";

/** A signed-in session as its owner gets it: the only time that the tokens exist outside of their hands. */
export interface OpenSession {
  readonly user: UserRecord;
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

/** Puts a session together: a fresh access token beside a refresh token that is already stored. */
export async function toOpenSession(
  { accessTokens }: Pick<Dependencies, "accessTokens">,
  user: UserRecord,
  refresh: { readonly token: RefreshToken; readonly expiresAt: Date },
): Promise<OpenSession> {
  const access = await accessTokens.forUser(user);
  return {
    user,
    accessToken: access.text,
    accessTokenExpiresAt: access.expiresAt,
    refreshToken: refresh.token.text,
    refreshTokenExpiresAt: refresh.expiresAt,
  };
}

/** Starts a session for somebody who has just proved who they are. */
export async function openSession(dependencies: Dependencies, user: UserRecord): Promise<OpenSession> {
  const { sessions, lifetimes, clock, ids } = dependencies;
  const token = firstRefreshToken();
  const now = clock.now();
  const endsAt = new Date(now.getTime() + lifetimes.sessionTtlMs);
  const expiresAt = new Date(Math.min(now.getTime() + lifetimes.refreshTokenTtlMs, endsAt.getTime()));
  const { familyHash, tokenHash } = token;
  await sessions.insert({ sessionId: `session_${ids.next()}`, userId: user.id, familyHash, tokenHash, now, expiresAt, endsAt });
  return toOpenSession(dependencies, user, { token, expiresAt });
}
