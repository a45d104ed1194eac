import type { Dependencies } from "./dependencies.ts";

export interface GuestSession {
  readonly guestId: string;
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
}

/** A visitor is a principal with an id and nothing else: all there is of them is their token, and nothing is stored. */
export async function startGuestSession({ accessTokens, ids }: Pick<Dependencies, "accessTokens" | "ids">): Promise<GuestSession> {
  const guestId = `guest_${ids.next()}`;
  const { text, expiresAt } = await accessTokens.forGuest(guestId);
  return { guestId, accessToken: text, accessTokenExpiresAt: expiresAt };
}
