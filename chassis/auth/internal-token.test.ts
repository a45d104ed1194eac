import { describe, expect, test } from "bun:test";
import { base64url, exportJWK, generateKeyPair, SignJWT } from "jose";
import { InvalidTokenError } from "../errors/index.ts";
import { createManualClock } from "../testing/index.ts";
import { createInternalTokenSigner, createInternalTokenVerifier } from "./internal-token.ts";
import { ANONYMOUS, hasScope, type Principal, principalFromClaims } from "./principal.ts";

const AUDIENCE = "orders";
const staff: Principal = { kind: "user", id: "u1", roles: ["STAFF"], scopes: ["orders:read", "orders:write"] };

async function setUp() {
  const clock = createManualClock();
  const { privateKey, publicKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const privateJwk = { ...(await exportJWK(privateKey)), kid: "k1", alg: "EdDSA" };
  const publicJwk = { ...(await exportJWK(publicKey)), kid: "k1", alg: "EdDSA" };
  const jwks = { keys: [publicJwk] };
  const signer = await createInternalTokenSigner({ privateJwk, clock });
  const verifier = createInternalTokenVerifier({ jwks, audience: AUDIENCE, clock });
  const seconds = () => Math.floor(clock.now().getTime() / 1_000);
  const claims = () => ({ iss: "mercato-router", aud: AUDIENCE, sub: "u1", kind: "user", iat: seconds(), exp: seconds() + 60 });
  const sign = (payload: Record<string, unknown>, header: Record<string, unknown> = {}) =>
    new SignJWT(payload).setProtectedHeader({ alg: "EdDSA", kid: "k1", ...header }).sign(privateKey);
  return { clock, signer, verifier, publicJwk, jwks, claims, sign };
}

async function refusal(verifying: Promise<unknown>): Promise<string> {
  const error = await verifying.then(
    () => null,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(InvalidTokenError);
  return (error as InvalidTokenError).reason;
}

describe("Law 8: only who the router vouches for is let in", () => {
  test("a principal arrives as it was signed", async () => {
    const { signer, verifier } = await setUp();
    const guest: Principal = { kind: "guest", id: "g1", roles: [], scopes: [] };
    for (const principal of [staff, guest, ANONYMOUS])
      expect(await verifier.verify(await signer.sign(principal, AUDIENCE))).toEqual(principal);
  });

  test("a token for another subgraph is refused", async () => {
    const { signer, verifier } = await setUp();
    expect(await refusal(verifier.verify(await signer.sign(staff, "payments")))).toContain('"aud"');
  });

  test("a token of another issuer is refused, though the key is right", async () => {
    const { verifier, sign, claims } = await setUp();
    expect(await refusal(verifier.verify(await sign({ ...claims(), iss: "mercato" })))).toContain('"iss"');
  });

  test("a token of another key is refused, though it has the same name", async () => {
    const { verifier } = await setUp();
    const { sign, claims } = await setUp();
    expect(await refusal(verifier.verify(await sign(claims())))).toContain("signature");
    expect(await refusal(verifier.verify(await sign(claims(), { kid: "other" })))).toContain("no applicable key");
  });

  test("an expired token is refused, and one without an end is refused", async () => {
    const { clock, signer, verifier, sign, claims } = await setUp();
    const token = await signer.sign(staff, AUDIENCE);
    await clock.advance(66_000);
    expect(await refusal(verifier.verify(token))).toContain('"exp"');
    const { exp: _, ...endless } = claims();
    expect(await refusal(verifier.verify(await sign(endless)))).toContain('"exp"');
  });

  test("a token that was verified before is refused once it has expired", async () => {
    const { clock, signer, verifier } = await setUp();
    const token = await signer.sign(staff, AUDIENCE);
    expect(await verifier.verify(token)).toEqual(staff);
    await clock.advance(66_000);
    await refusal(verifier.verify(token));
  });

  test("alg none is refused", async () => {
    const { verifier, claims } = await setUp();
    const part = (value: object) => base64url.encode(JSON.stringify(value));
    await refusal(verifier.verify(`${part({ alg: "none" })}.${part(claims())}.`));
    await refusal(verifier.verify(`${part({ alg: "none", kid: "k1" })}.${part(claims())}.c2lnbmVk`));
  });

  test("a token that is signed with the public key as an HMAC secret is refused", async () => {
    const { verifier, publicJwk, claims } = await setUp();
    for (const secret of [JSON.stringify(publicJwk), String(publicJwk.x)]) {
      const forged = await new SignJWT(claims()).setProtectedHeader({ alg: "HS256", kid: "k1" }).sign(new TextEncoder().encode(secret));
      expect(await refusal(verifier.verify(forged))).toContain("alg");
    }
  });

  test("a token whose claims were changed is refused", async () => {
    const { signer, verifier } = await setUp();
    const [header, payload, signature] = (await signer.sign(staff, AUDIENCE)).split(".");
    const claims = JSON.parse(new TextDecoder().decode(base64url.decode(payload!))) as object;
    const changed = base64url.encode(JSON.stringify({ ...claims, scope: "everything" }));
    expect(await refusal(verifier.verify(`${header}.${changed}.${signature}`))).toContain("signature");
  });

  test("what is no token at all is refused", async () => {
    const { verifier } = await setUp();
    for (const text of ["", "x", "a.b.c", "null"]) await refusal(verifier.verify(text));
  });

  test("claims that describe nobody are refused: no kind, an unknown kind, a user without an id", async () => {
    const { verifier, sign, claims } = await setUp();
    const { kind: _kind, ...withoutKind } = claims();
    const { sub: _sub, ...withoutId } = claims();
    for (const payload of [withoutKind, { ...claims(), kind: "root" }, withoutId, { ...claims(), roles: "STAFF" }])
      expect(await refusal(verifier.verify(await sign(payload)))).toBe("claims do not describe a principal");
  });
});

test("a token is reused while it is fresh, by principal and audience, and replaced before it ends", async () => {
  const { clock, signer } = await setUp();
  const first = await signer.sign(staff, AUDIENCE);
  await clock.advance(39_000);
  expect(await signer.sign({ ...staff }, AUDIENCE)).toBe(first);
  expect(await signer.sign(staff, "payments")).not.toBe(first);
  expect(await signer.sign({ ...staff, scopes: [] }, AUDIENCE)).not.toBe(first);
  await clock.advance(2_000);
  expect(await signer.sign(staff, AUDIENCE)).not.toBe(first);
});

test("the clocks of router and subgraph may differ by a few seconds", async () => {
  const { verifier, sign, claims } = await setUp();
  const ahead = claims().iat + 3;
  expect(await verifier.verify(await sign({ ...claims(), iat: ahead, nbf: ahead }))).toMatchObject({ id: "u1" });
  await refusal(verifier.verify(await sign({ ...claims(), nbf: claims().iat + 10 })));
});

test("an anonymous caller has no id, roles or scopes, whatever the claims say", () => {
  expect(principalFromClaims({ kind: "anonymous", sub: "u1", roles: ["ADMIN"], scope: "orders:write" })).toEqual(ANONYMOUS);
});

test("a scope is had whole or not at all", () => {
  expect([hasScope(staff, "orders:read"), hasScope(staff, "orders"), hasScope(ANONYMOUS, "")]).toEqual([true, false, false]);
});
