import { readRefreshToken } from "../security/refresh-tokens.ts";
import type { Dependencies } from "./dependencies.ts";

/**
 * Ends the session that a refresh token belongs to; a token that was traded in before does as well. Access tokens that are out work until they
 * expire, which is why they live briefly.
 */
export async function logout({ sessions, clock }: Pick<Dependencies, "sessions" | "clock">, refreshToken: string): Promise<void> {
  const presented = readRefreshToken(refreshToken);
  if (presented !== null) await sessions.revoke(presented.familyHash, clock.now());
}
