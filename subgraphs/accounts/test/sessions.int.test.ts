import { afterAll, beforeAll, expect, test } from "bun:test";
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import { movableClock, openShop, PASSWORD, type Shop, signingKey } from "./shop.ts";

const DAY_MS = 86_400_000;
const LOGOUT = "mutation ($token: String!) { logout(refreshToken: $token) }";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
}, 60_000);
afterAll(() => shop.world.stop(), 60_000);

async function publishedKeys({ service }: Shop): Promise<JSONWebKeySet> {
  const response = await service.fetch(new Request("http://accounts/.well-known/jwks.json"));
  expect(response.status).toBe(200);
  return (await response.json()) as JSONWebKeySet;
}

test("an access token says who, what kind, which roles and scopes, and is verified by the published keys", async () => {
  const { user, accessToken, accessTokenExpiresAt } = await shop.register("token@example.com");
  const verified = await jwtVerify(accessToken, createLocalJWKSet(await publishedKeys(shop)), { issuer: "mercato", audience: "mercato" });
  const { iat, exp, ...claims } = verified.payload;
  expect(claims).toEqual({ iss: "mercato", aud: "mercato", sub: user.id, kind: "user", roles: ["CUSTOMER"], scope: "" });
  expect(verified.protectedHeader).toEqual({ alg: "EdDSA", kid: "test-1", typ: "JWT" });
  expect((exp ?? 0) - (iat ?? 0)).toBe(900);
  expect(new Date(accessTokenExpiresAt).getTime()).toBe((exp ?? 0) * 1000);
});

test("the published keys hold nothing private, and are open to everybody", async () => {
  const { keys } = await publishedKeys(shop);
  expect(keys.map((key) => Object.keys(key).toSorted())).toEqual([["alg", "crv", "kid", "kty", "use", "x"]]);
  const posted = await shop.service.fetch(new Request("http://accounts/.well-known/jwks.json", { method: "POST" }));
  expect(posted.status).toBe(405);
});

test("of several keys the first signs and all are published", async () => {
  const [fresh, { d: _private, ...old }] = [await signingKey("fresh"), await signingKey("old")];
  const rotated = await openShop({ variables: { ACCESS_TOKEN_PRIVATE_JWK: JSON.stringify({ keys: [fresh, old] }) } });
  const { accessToken } = await rotated.register("rotation@example.com");
  expect(decodeProtectedHeader(accessToken).kid).toBe("fresh");
  expect((await publishedKeys(rotated)).keys.map(({ kid }) => kid)).toEqual(["fresh", "old"]);
  await rotated.world.stop();
}, 60_000);

test("login takes the e-mail address however it is typed", async () => {
  const { user } = await shop.register("Typed@Example.com");
  const session = await shop.login("  TYPED@example.COM ");
  expect(session.__typename).toBe("Session");
  expect(session.user).toEqual(user);
});

test("a wrong password and an unknown e-mail address are refused alike", async () => {
  await shop.register("known@example.com");
  const wrong = await shop.login("known@example.com", "wrong horse battery");
  const unknown = await shop.login("unknown@example.com", PASSWORD);
  expect(wrong.code).toBe("INVALID_CREDENTIALS");
  expect(unknown).toEqual(wrong);
});

test("a login that could not be checked is refused with every reason", async () => {
  const refused = await shop.login("  ", "x".repeat(201));
  expect(refused.__typename).toBe("InvalidInputError");
  expect(refused.issues.map(({ path }) => path)).toEqual([["email"], ["password"]]);
});

test("a refresh token works once and hands out the next", async () => {
  const first = await shop.register("refresh@example.com");
  const second = await shop.refresh(first.refreshToken);
  expect(second.__typename).toBe("Session");
  expect(second.user).toEqual(first.user);
  expect(second.refreshToken).not.toBe(first.refreshToken);
  const third = await shop.refresh(second.refreshToken);
  expect(third.__typename).toBe("Session");
});

test("a refresh token that is used twice ends its session, and no other", async () => {
  const first = await shop.register("reuse@example.com");
  const elsewhere = await shop.login("reuse@example.com");
  const second = await shop.refresh(first.refreshToken);
  const third = await shop.refresh(second.refreshToken);
  expect((await shop.refresh(first.refreshToken)).code).toBe("INVALID_REFRESH_TOKEN");
  expect((await shop.refresh(third.refreshToken)).code).toBe("INVALID_REFRESH_TOKEN");
  expect((await shop.refresh(elsewhere.refreshToken)).__typename).toBe("Session");
});

test("of refreshes that race with one token exactly one wins, and its session is revoked all the same", async () => {
  for (let round = 0; round < 5; round += 1) {
    const { refreshToken } = await shop.register(`race-${round}@example.com`);
    const results = await Promise.all(Array.from({ length: 8 }, () => shop.refresh(refreshToken)));
    const winners = results.filter(({ __typename }) => __typename === "Session");
    expect(winners).toHaveLength(1);
    expect((await shop.refresh(winners[0]?.refreshToken ?? "")).code).toBe("INVALID_REFRESH_TOKEN");
  }
}, 30_000);

test("a refresh token that is made up is refused", async () => {
  for (const token of ["", "nonsense", "A".repeat(64), "A".repeat(100_000), "$where"])
    expect((await shop.refresh(token)).code).toBe("INVALID_REFRESH_TOKEN");
});

test("logout ends the session, says true also when it had ended, and leaves others alone", async () => {
  const first = await shop.register("logout@example.com");
  const elsewhere = await shop.login("logout@example.com");
  for (const token of [first.refreshToken, first.refreshToken, "nonsense"])
    expect((await shop.ask(LOGOUT, { token })).data).toEqual({ logout: true });
  expect((await shop.refresh(first.refreshToken)).code).toBe("INVALID_REFRESH_TOKEN");
  expect((await shop.refresh(elsewhere.refreshToken)).__typename).toBe("Session");
});

test("a refresh token expires, a refresh renews it, and the session ends for good in the end", async () => {
  const clock = movableClock();
  const later = await openShop({ clock, variables: { SESSION_TTL_SECONDS: String(40 * 86_400) } });
  const idle = await later.register("idle@example.com");
  const busy = await later.login("idle@example.com");
  clock.advance(25 * DAY_MS);
  const renewed = await later.refresh(busy.refreshToken);
  expect(new Date(renewed.refreshTokenExpiresAt).getTime() - clock.now().getTime()).toBeLessThanOrEqual(15 * DAY_MS);
  clock.advance(10 * DAY_MS);
  expect((await later.refresh(idle.refreshToken)).code).toBe("INVALID_REFRESH_TOKEN");
  const last = await later.refresh(renewed.refreshToken);
  expect(last.__typename).toBe("Session");
  clock.advance(6 * DAY_MS);
  expect((await later.refresh(last.refreshToken)).code).toBe("INVALID_REFRESH_TOKEN");
  await later.world.stop();
}, 60_000);

test("sessions outlive the process that opened them", async () => {
  const { refreshToken, user } = await shop.register("restart@example.com");
  await shop.service.stop();
  shop = await openShop({ world: shop.world });
  const session = await shop.refresh(refreshToken);
  expect(session.user).toEqual(user);
}, 60_000);

test("a visitor gets a token of their own and leaves no trace in the database", async () => {
  const answer = await shop.ask<{ readonly startGuestSession: Record<string, string> }>(
    "mutation { startGuestSession { guestId accessToken accessTokenExpiresAt } }",
  );
  const { guestId = "", accessToken = "" } = answer.data.startGuestSession;
  expect(guestId).toMatch(/^guest_[0-9a-f-]{36}$/);
  const { payload } = await jwtVerify(accessToken, createLocalJWKSet(await publishedKeys(shop)), {
    issuer: "mercato",
    audience: "mercato",
  });
  const { iat, exp, ...claims } = payload;
  expect(claims).toEqual({ iss: "mercato", aud: "mercato", sub: guestId, kind: "guest", roles: [], scope: "" });
  expect((exp ?? 0) - (iat ?? 0)).toBe(30 * 86_400);
  const database = await shop.world.connectDatabase("accounts");
  for (const name of ["users", "sessions"]) {
    const everything = JSON.stringify(await database.connection.collection(name).find().toArray());
    expect(everything).not.toContain(guestId);
  }
});
