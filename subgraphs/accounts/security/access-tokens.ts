import type { Clock } from "@mercato/chassis/clock";
import { EnvironmentError } from "@mercato/chassis/errors";
import { importJWK, type JSONWebKeySet, jwtVerify, SignJWT } from "jose";
import type { UserRecord } from "../domain/account.ts";
import { scopesOf } from "../domain/roles.ts";
import type { SigningKeys } from "./signing-keys.ts";

/** A signed access token, and when it stops working. */
export interface AccessToken {
  readonly text: string;
  readonly expiresAt: Date;
}

export interface AccessTokens {
  forUser(user: Pick<UserRecord, "id" | "roles">): Promise<AccessToken>;
  forGuest(guestId: string): Promise<AccessToken>;
  /** The public keys, by which anybody can check the tokens. */
  readonly jwks: JSONWebKeySet;
}

export interface AccessTokensOptions {
  readonly keys: SigningKeys;
  readonly issuer: string;
  readonly userTtlSeconds: number;
  readonly guestTtlSeconds: number;
  readonly clock: Clock;
}

interface Claims {
  readonly subject: string;
  readonly kind: "user" | "guest";
  readonly roles: readonly string[];
  readonly scope: string;
}

const ALGORITHM = "EdDSA";
const AUDIENCE = "mercato";

function publicKeys({ keys }: SigningKeys): JSONWebKeySet {
  return { keys: keys.map(({ kty, crv, kid, x }) => ({ kty, crv, kid, x, alg: ALGORITHM, use: "sig" })) };
}

/** A private part that does not belong to the public one would make tokens that nobody accepts: better not to start. */
async function requirePair(keys: SigningKeys): Promise<void> {
  const [{ d, ...open }] = keys.keys;
  try {
    const probe = await new SignJWT().setProtectedHeader({ alg: ALGORITHM }).sign(await importJWK({ ...open, d }, ALGORITHM));
    await jwtVerify(probe, await importJWK(open, ALGORITHM));
  } catch {
    // The cause is left out: it could quote the key.
    throw new EnvironmentError("accounts", [
      `ACCESS_TOKEN_PRIVATE_JWK holds a key (${open.kid}) whose private and public parts do not match`,
    ]);
  }
}

/** The issuer of access tokens. @throws EnvironmentError when the signing key is not a pair. */
export async function createAccessTokens(options: AccessTokensOptions): Promise<AccessTokens> {
  await requirePair(options.keys);
  const [signing] = options.keys.keys;
  const key = await importJWK(signing, ALGORITHM);
  const header = { alg: ALGORITHM, kid: signing.kid, typ: "JWT" };

  async function sign({ subject, kind, roles, scope }: Claims, ttlSeconds: number): Promise<AccessToken> {
    const issuedAt = Math.floor(options.clock.now().getTime() / 1000);
    const expiresAt = issuedAt + ttlSeconds;
    const text = await new SignJWT({ kind, roles, scope })
      .setProtectedHeader(header)
      .setIssuer(options.issuer)
      .setAudience(AUDIENCE)
      .setSubject(subject)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(key);
    return { text, expiresAt: new Date(expiresAt * 1000) };
  }

  return {
    jwks: publicKeys(options.keys),
    forUser: ({ id, roles }) => sign({ subject: id, kind: "user", roles, scope: scopesOf(roles).join(" ") }, options.userTtlSeconds),
    forGuest: (guestId) => sign({ subject: guestId, kind: "guest", roles: [], scope: "" }, options.guestTtlSeconds),
  };
}
