import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from "jose";

/** Who issues access tokens: keys at a URL, and tokens of any kind. */
export interface Issuer {
  readonly jwksUrl: string;
  readonly jwks: { readonly keys: readonly JWK[] };
  /** How often the keys were read. */
  reads(): number;
  /** A token that holds, but for what is changed. */
  token(changes?: TokenChanges): Promise<string>;
  stop(): Promise<void>;
}

export interface TokenChanges {
  readonly claims?: JWTPayload & Record<string, unknown>;
  readonly issuer?: string;
  readonly audience?: string;
  readonly expiresInSeconds?: number;
  readonly kid?: string;
  /** Signs with a key that is not published. */
  readonly forged?: boolean;
}

export const KEY_ID = "access-1";

async function createKey(kid: string) {
  const { publicKey, privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  return {
    privateKey,
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg: "EdDSA", use: "sig" },
    privateJwk: { ...(await exportJWK(privateKey)), kid },
  };
}

export async function startIssuer(): Promise<Issuer> {
  const [own, foreign] = [await createKey(KEY_ID), await createKey(KEY_ID)];
  let reads = 0;
  const jwks = { keys: [own.publicJwk] };
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port: 0,
    fetch: () => {
      reads += 1;
      return Response.json(jwks);
    },
  });
  return {
    jwksUrl: new URL("/.well-known/jwks.json", server.url).href,
    jwks,
    reads: () => reads,
    token(changes = {}) {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ sub: "user-1", kind: "user", roles: ["CUSTOMER"], scope: "orders:own", ...changes.claims })
        .setProtectedHeader({ alg: "EdDSA", kid: changes.kid ?? KEY_ID })
        .setIssuer(changes.issuer ?? "mercato")
        .setAudience(changes.audience ?? "mercato")
        .setIssuedAt(now)
        .setExpirationTime(now + (changes.expiresInSeconds ?? 900))
        .sign(changes.forged ? foreign.privateKey : own.privateKey);
    },
    stop: () => server.stop(true),
  };
}

/** The key pair by which a router is known to subgraphs. */
export async function createRouterKey(): Promise<{ readonly privateJwk: JWK; readonly publicJwks: { readonly keys: JWK[] } }> {
  const { privateJwk, publicJwk } = await createKey("router-1");
  return { privateJwk, publicJwks: { keys: [publicJwk] } };
}
