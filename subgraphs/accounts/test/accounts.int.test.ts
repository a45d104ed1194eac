import { afterAll, beforeAll, expect, test } from "bun:test";
import { on, subscribe } from "@mercato/chassis/bus";
import { systemRandomness } from "@mercato/chassis/clock";
import { eventually } from "@mercato/chassis/testing";
import { userRegistered } from "@mercato/contracts/events/accounts";
import { openShop, PASSWORD, type Shop } from "./shop.ts";

const ME = "{ me { id email name roles createdAt addresses { id } } }";
const STAFF = { kind: "user", id: "user_staff", roles: ["STAFF"], scopes: ["users:read"] } as const;

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
}, 60_000);
afterAll(() => shop.world.stop(), 60_000);

test("an account is opened with the e-mail address normalised", async () => {
  const { user } = await shop.register("  Ada@Example.COM ");
  expect(user).toEqual({ id: expect.stringMatching(/^user_[0-9a-f-]{36}$/), email: "ada@example.com", name: "Ada Lovelace" });
  const { data } = await shop.ask<{ me: Record<string, unknown> }>(ME, {}, shop.customer(user.id));
  const { createdAt, ...me } = data.me;
  expect(me).toEqual({ ...user, roles: ["CUSTOMER"], addresses: [] });
  expect(Math.abs(Date.parse(String(createdAt)) - Date.now())).toBeLessThan(60_000);
});

test("an e-mail address has one account, however it is typed", async () => {
  await shop.register("taken@example.com");
  const refused = await shop.register("TAKEN@example.com", "another long password");
  expect(refused.__typename).toBe("EmailTakenError");
  expect(refused.code).toBe("EMAIL_TAKEN");
  expect((await shop.login("taken@example.com")).__typename).toBe("Session");
  expect((await shop.login("taken@example.com", "another long password")).code).toBe("INVALID_CREDENTIALS");
});

test("of those who register one e-mail address at the same moment exactly one gets it", async () => {
  const passwords = Array.from({ length: 8 }, (_, index) => `${PASSWORD} ${index}`);
  const results = await Promise.all(passwords.map((password) => shop.register("race@example.com", password)));
  const winners = results.flatMap(({ __typename }, index) => (__typename === "Session" ? [index] : []));
  expect(winners).toHaveLength(1);
  expect(results.filter(({ code }) => code === "EMAIL_TAKEN")).toHaveLength(7);
  expect((await shop.login("race@example.com", passwords[winners[0] ?? 0])).__typename).toBe("Session");
});

test("what is wrong with a registration is said all at once, and nothing is written", async () => {
  const answer = await shop.ask<{ register: { code: string; issues: { path: string[]; message: string }[] } }>(
    `mutation ($input: RegisterInput!) { register(input: $input) { ... on InvalidInputError { code issues { path message } } } }`,
    { input: { email: "not an address", password: "short", name: " \n " } },
  );
  expect(answer.data.register).toEqual({
    code: "INVALID_INPUT",
    issues: [
      { path: ["email"], message: "is not an e-mail address" },
      { path: ["password"], message: "must be 10 characters or more" },
      { path: ["name"], message: "must not be empty" },
    ],
  });
});

test("passwords have 10 to 200 characters, as people count them", async () => {
  expect((await shop.register("p9@example.com", "🔑".repeat(9))).issues.map(({ path }) => path)).toEqual([["password"]]);
  expect((await shop.register("p10@example.com", "🔑".repeat(10))).__typename).toBe("Session");
  expect((await shop.register("p200@example.com", "x".repeat(200))).__typename).toBe("Session");
  expect((await shop.login("p200@example.com", "x".repeat(200))).__typename).toBe("Session");
  expect((await shop.register("p201@example.com", "x".repeat(201))).code).toBe("INVALID_INPUT");
});

test("the news of a registration is published, and carries nobody's address", async () => {
  const bus = await shop.world.connectBus("listener");
  const heard: { userId: string; registeredAt: string }[] = [];
  const listener = await subscribe({
    bus,
    consumer: "listener",
    randomness: systemRandomness,
    log: shop.world.log,
    subscriptions: [on(userRegistered, async (data) => void heard.push(data))],
  });
  const { user } = await shop.register("news@example.com");
  const news = await eventually("the news arrives", () => heard.find(({ userId }) => userId === user.id));
  expect(Object.keys(news).toSorted()).toEqual(["registeredAt", "userId"]);
  await listener.stop();
});

test("me is null for guests, for anonymous callers and for accounts that are not there", async () => {
  for (const principal of [shop.world.identity.anonymous, shop.world.identity.guest("guest_1"), shop.customer("user_gone")])
    expect((await shop.ask(ME, {}, principal)).data).toEqual({ me: null });
});

test("Nobody reads or changes what is not theirs: user(id) is for the owner and for staff", async () => {
  const { user } = await shop.register("mine@example.com");
  const query = "query ($id: ID!) { user(id: $id) { email } }";
  const seen = async (principal: Parameters<Shop["ask"]>[2]) =>
    (await shop.ask<{ user: unknown }>(query, { id: user.id }, principal)).data.user;
  expect(await seen(shop.customer(user.id))).toEqual({ email: "mine@example.com" });
  expect(await seen(STAFF)).toEqual({ email: "mine@example.com" });
  expect(await seen(shop.customer("user_somebody"))).toBeNull();
  expect(await seen(shop.world.identity.guest(user.id))).toBeNull();
  expect(await seen(shop.world.identity.anonymous)).toBeNull();
});

test("Nobody reads or changes what is not theirs: _entities gives a user to the owner and to staff alone", async () => {
  const [a, b] = [(await shop.register("entity-a@example.com")).user, (await shop.register("entity-b@example.com")).user];
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { id email name addresses { city } } } }`;
  const representations = [a.id, b.id, "user_gone"].map((id) => ({ __typename: "User", id }));
  const seen = async (principal: Parameters<Shop["ask"]>[2]) =>
    (await shop.ask<{ _entities: unknown[] }>(query, { representations }, principal)).data._entities;
  expect(await seen(shop.customer(a.id))).toEqual([{ ...a, addresses: [] }, null, null]);
  expect(await seen(STAFF)).toEqual([{ ...a, addresses: [] }, { ...b, addresses: [] }, null]);
  expect(await seen(shop.world.identity.anonymous)).toEqual([null, null, null]);
});

test("a caller without a valid internal token is turned away", async () => {
  const { identity } = shop.world;
  const expired = await import("@mercato/chassis/auth").then(({ createInternalTokenSigner }) =>
    createInternalTokenSigner({
      privateJwk: identity.internalPrivateJwk,
      clock: { now: () => new Date(Date.now() - 600_000), sleep: async () => {} },
    }),
  );
  const { accessToken } = await shop.register("outside@example.com");
  const tokens = [
    null,
    "nonsense",
    accessToken,
    await identity.sign(identity.anonymous, "orders"),
    await expired.sign(identity.anonymous, "accounts"),
  ];
  for (const token of tokens) {
    const response = await shop.service.fetch(
      new Request("http://accounts/graphql", {
        method: "POST",
        headers: { "content-type": "application/json", ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query: ME }),
      }),
    );
    expect(response.status).toBe(401);
    expect(((await response.json()) as { errors: unknown[] }).errors).toMatchObject([{ extensions: { code: "UNAUTHENTICATED_CALLER" } }]);
  }
});
