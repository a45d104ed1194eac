import { base64url, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";

export interface Signing {
  /** Negative: it has expired that long ago. @default 900 */
  readonly lifetimeSeconds?: number;
  /** @default the shop */
  readonly audience?: string;
}

/** The name of a key, where it has one. */
function named({ kid }: JWK): { readonly kid?: string } {
  return kid === undefined ? {} : { kid };
}

/** An access token as the shop itself issues it. */
export async function signAccessToken(
  key: JWK,
  claims: Readonly<Record<string, unknown>>,
  { lifetimeSeconds = 900, audience = "mercato" }: Signing,
): Promise<string> {
  const expiresAt = Math.floor(Date.now() / 1000) + lifetimeSeconds;
  return new SignJWT({ ...claims })
    .setProtectedHeader({ alg: "EdDSA", ...named(key) })
    .setIssuer("mercato")
    .setAudience(audience)
    .setIssuedAt(expiresAt - 900)
    .setExpirationTime(expiresAt)
    .sign(await importJWK(key, "EdDSA"));
}

const encode = (part: object): string => base64url.encode(JSON.stringify(part));

/** Tokens that say what their maker wishes, none of them signed with the shop's private key; by how they were made. */
export async function forgeTokens(key: JWK, claims: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, string>>> {
  const { d: _private, ...publicKey } = key;
  const [header = "", body = "", signature = ""] = (await signAccessToken(key, claims, {})).split(".");
  const wished = encode({ ...JSON.parse(new TextDecoder().decode(base64url.decode(body))), roles: ["ADMIN"], scope: "orders:read" });
  const symmetric = `${encode({ alg: "HS256", kid: key.kid })}.${wished}`;
  const hmac = (secret: string): string => new Bun.CryptoHasher("sha256", secret).update(symmetric).digest("base64url");
  const { privateKey: another } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  return {
    "its claims were changed": `${header}.${wished}.${signature}`,
    "its signature is missing": `${header}.${wished}.`,
    "it says that it needs no signature": `${encode({ alg: "none" })}.${wished}.`,
    "it says so, and is signed all the same": `${encode({ alg: "none", kid: key.kid })}.${wished}.${signature}`,
    "it is signed with the public key as a secret": `${symmetric}.${hmac(JSON.stringify(publicKey))}`,
    "it is signed with the public point as a secret": `${symmetric}.${hmac(String(key.x))}`,
    "it is signed with another key of the same name": await signAccessToken({ ...(await exportJWK(another)), ...named(key) }, claims, {}),
  };
}
