import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { createInternalTokenVerifier } from "@mercato/chassis/auth";
import { systemClock } from "@mercato/chassis/clock";
import { SignJWT } from "jose";
import { createRouterKey, type Issuer, KEY_ID, startIssuer } from "./kit/issuer.ts";
import { type Answer, startRouter, type TestRouter } from "./kit/router.ts";
import { reset, type Shop, startShop } from "./kit/shop.ts";

let shop: Shop;
let issuer: Issuer;
let router: TestRouter;
let routerKeys: Awaited<ReturnType<typeof createRouterKey>>;

beforeAll(async () => {
  shop = startShop();
  [issuer, routerKeys] = [await startIssuer(), await createRouterKey()];
  router = await startRouter(shop.all, { JWKS_URL: issuer.jwksUrl, INTERNAL_TOKEN_PRIVATE_JWK: JSON.stringify(routerKeys.privateJwk) });
});
beforeEach(() => reset(shop));
afterAll(async () => {
  await router.stop();
  await issuer.stop();
  await shop.stop();
});

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const ask = (headers: Readonly<Record<string, string>>) => router.query(`{ order(id: "o1") { ref payment { status } } }`, { headers });
const received = () => shop.all.flatMap((subgraph) => subgraph.received);
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

function expectRefused(answer: Answer, reason: string): void {
  expect(answer.status).toBe(401);
  expect(answer.data).toBeUndefined();
  expect(answer.errors).toHaveLength(1);
  expect(answer.errors[0]?.extensions).toEqual({ code: "UNAUTHENTICATED", reason });
  expect(answer.headers.get("www-authenticate")).toStartWith('Bearer error="invalid_token"');
  expect(received()).toEqual([]);
}

describe("a token that does not hold is refused, and nothing is executed", () => {
  test("expired", async () => expectRefused(await ask(bearer(await issuer.token({ expiresInSeconds: -60 }))), "TOKEN_EXPIRED"));
  test("from another issuer", async () => expectRefused(await ask(bearer(await issuer.token({ issuer: "mallory" }))), "TOKEN_INVALID"));
  test("for another audience", async () => expectRefused(await ask(bearer(await issuer.token({ audience: "orders" }))), "TOKEN_INVALID"));
  test("signed with a key that was not published", async () =>
    expectRefused(await ask(bearer(await issuer.token({ forged: true }))), "TOKEN_INVALID"));
  test("naming an unknown key", async () => expectRefused(await ask(bearer(await issuer.token({ kid: "other" }))), "TOKEN_INVALID"));
  test("without a subject", async () =>
    expectRefused(await ask(bearer(await issuer.token({ claims: { sub: undefined } as never }))), "TOKEN_INVALID"));
  test("of an unknown kind", async () =>
    expectRefused(await ask(bearer(await issuer.token({ claims: { kind: "root" } }))), "TOKEN_INVALID"));

  test("with other claims than were signed", async () => {
    const [header, , signature] = (await issuer.token()).split(".");
    const claims = {
      sub: "user-1",
      kind: "user",
      roles: ["ADMIN"],
      scope: "",
      iss: "mercato",
      aud: "mercato",
      exp: Math.floor(Date.now() / 1000) + 900,
    };
    expectRefused(await ask(bearer(`${header}.${base64url(claims)}.${signature}`)), "TOKEN_INVALID");
  });

  test('signed with "none"', async () => {
    const [, claims] = (await issuer.token()).split(".");
    expectRefused(await ask(bearer(`${base64url({ alg: "none" })}.${claims}.`)), "TOKEN_INVALID");
    expectRefused(await ask(bearer(`${base64url({ alg: "none", kid: KEY_ID })}.${claims}.AAAA`)), "TOKEN_INVALID");
  });

  test("signed with HS256 and the public key for a secret", async () => {
    const secrets = [JSON.stringify(issuer.jwks.keys[0]), issuer.jwks.keys[0]?.x ?? ""].map((text) => new TextEncoder().encode(text));
    for (const secret of secrets) {
      const token = await new SignJWT({ sub: "user-1", kind: "user", roles: ["ADMIN"] })
        .setProtectedHeader({ alg: "HS256", kid: KEY_ID })
        .setIssuer("mercato")
        .setAudience("mercato")
        .setExpirationTime("5m")
        .sign(secret);
      expectRefused(await ask(bearer(token)), "TOKEN_INVALID");
    }
  });

  for (const authorization of ["Bearer", "Bearer ", "Bearer abc", "Bearer a.b.c", "Basic dXNlcjpwYXNz", "nonsense"]) {
    test(`as "${authorization}"`, async () => expectRefused(await ask({ authorization }), "TOKEN_INVALID"));
  }
});

describe("subgraphs are told by the router who asks", () => {
  async function principalAt(subgraph: "orders" | "payments") {
    const verifier = createInternalTokenVerifier({ jwks: routerKeys.publicJwks, audience: subgraph, clock: systemClock });
    const token = shop[subgraph].received.at(-1)?.headers.get("authorization")?.replace("Bearer ", "") ?? "";
    return verifier.verify(token);
  }

  test("with a token for each of them, and never the client's", async () => {
    const token = await issuer.token({ claims: { roles: ["STAFF"], scope: "orders:read payments:read" } });
    const answer = await ask(bearer(token));
    expect(answer.errors).toEqual([]);
    const principal = { kind: "user", id: "user-1", roles: ["STAFF"], scopes: ["orders:read", "payments:read"] } as const;
    expect(await principalAt("orders")).toEqual(principal);
    expect(await principalAt("payments")).toEqual(principal);
    for (const { headers } of received()) expect(JSON.stringify([...headers])).not.toContain(token);
    const verifier = createInternalTokenVerifier({ jwks: routerKeys.publicJwks, audience: "payments", clock: systemClock });
    const meantForOrders = shop.orders.received.at(-1)?.headers.get("authorization")?.replace("Bearer ", "") ?? "";
    expect(verifier.verify(meantForOrders)).rejects.toThrow("not valid");
  });

  test("guests by their id", async () => {
    await ask(bearer(await issuer.token({ claims: { sub: "guest-7", kind: "guest", roles: [], scope: "" } })));
    expect(await principalAt("orders")).toEqual({ kind: "guest", id: "guest-7", roles: [], scopes: [] });
  });

  test("callers without a token as anonymous", async () => {
    await ask({});
    expect(await principalAt("orders")).toEqual({ kind: "anonymous", id: null, roles: [], scopes: [] });
  });

  test("and they get no header of the client's but those that are listed", async () => {
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    await ask({
      "accept-language": "de",
      traceparent,
      "x-request-id": "req-1",
      cookie: "session=1",
      "x-user-id": "admin",
      "x-forwarded-for": "1.2.3.4",
    });
    const headers = shop.orders.received.at(-1)?.headers;
    expect(headers?.get("accept-language")).toBe("de");
    expect(headers?.get("x-request-id")).toBe("req-1");
    expect(headers?.get("traceparent")).toStartWith("00-0af7651916cd43dd8448eb211c80319c-");
    for (const name of ["cookie", "x-user-id", "x-forwarded-for"]) expect(headers?.has(name)).toBe(false);
  });
});

test("a log line says who and what, and holds neither token nor variables", async () => {
  const token = await issuer.token();
  const document = "query Mine($id: ID!) { order(id: $id) { ref } }";
  const answer = await router.query(document, { variables: { id: "very-private" }, headers: bearer(token) });
  const line = router.logged.findLast(({ msg }) => msg === "request answered");
  expect(line).toMatchObject({
    operation: "Mine",
    operationType: "query",
    status: 200,
    userId: "user-1",
    requestId: answer.headers.get("x-request-id"),
  });
  expect(line?.["durationMs"]).toBeNumber();
  const text = JSON.stringify(router.logged);
  expect(text).not.toContain("very-private");
  expect(text).not.toContain(token.split(".")[1] ?? "?");
});

test("an error about a variable does not repeat what was sent", async () => {
  const answer = await router.query("query ($id: ID!) { order(id: $id) { ref } }", { variables: { id: { password: "very-private" } } });
  expect(answer.errors[0]?.extensions?.["code"]).toBe("BAD_USER_INPUT");
  expect(answer.errors[0]?.message).toContain('Variable "$id"');
  expect(answer.text).not.toContain("very-private");
});

test("when the issuer's keys cannot be read, callers with a token are told to come back, others are served", async () => {
  const lonely = await startRouter(shop.all, { JWKS_URL: "http://127.0.0.1:9/jwks.json" });
  const known = await lonely.query("{ warehouses }", { headers: bearer(await issuer.token()) });
  const anonymous = await lonely.query("{ warehouses }");
  await lonely.stop();
  expect(known.status).toBe(503);
  expect(known.errors[0]?.extensions?.["code"]).toBe("IDENTITY_UNAVAILABLE");
  expect(known.headers.get("retry-after")).toBe("5");
  expect(anonymous.data).toEqual({ warehouses: ["north"] });
});

test("keys are read once, and forged key ids do not make the router read them again and again", async () => {
  const readsBefore = issuer.reads();
  for (let i = 0; i < 20; i += 1) await ask(bearer(await issuer.token({ kid: `unknown-${i}` })));
  expect(issuer.reads() - readsBefore).toBeLessThanOrEqual(1);
});

test("keys can be read within the process", async () => {
  const local = await startRouter(
    shop.all,
    { JWKS_URL: "http://accounts.invalid/.well-known/jwks.json" },
    { fetchJwks: async () => Response.json(issuer.jwks) },
  );
  const answer = await local.query("{ warehouses }", { headers: bearer(await issuer.token()) });
  await local.stop();
  expect(answer.data).toEqual({ warehouses: ["north"] });
});
