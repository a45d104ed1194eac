import { importJWK, type JWK, SignJWT } from "jose";

export interface Signing {
  /** Negative: it has expired that long ago. @default 900 */
  readonly lifetimeSeconds?: number;
  /** @default the shop */
  readonly audience?: string;
}

/** An access token as the shop itself issues it. */
export async function signAccessToken(
  key: JWK,
  claims: Readonly<Record<string, unknown>>,
  { lifetimeSeconds = 900, audience = "mercato" }: Signing,
): Promise<string> {
  const expiresAt = Math.floor(Date.now() / 1000) + lifetimeSeconds;
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: "EdDSA", ...(key.kid === undefined ? {} : { kid: key.kid }) })
    .setIssuer("mercato")
    .setAudience(audience)
    .setIssuedAt(expiresAt - 900)
    .setExpirationTime(expiresAt)
    .sign(await importJWK(key, "EdDSA"));
}
