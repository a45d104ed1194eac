import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { type Issuer, startIssuer } from "./kit/issuer.ts";
import { startRouter } from "./kit/router.ts";
import { reset, type Shop, startShop } from "./kit/shop.ts";

let shop: Shop;
let issuer: Issuer;

beforeAll(async () => {
  shop = startShop();
  issuer = await startIssuer();
});
beforeEach(() => reset(shop));
afterAll(async () => {
  await issuer.stop();
  await shop.stop();
});

const limited = (variables: Record<string, string> = {}) =>
  startRouter(shop.all, { RATE_LIMIT_POINTS: "3", RATE_LIMIT_WINDOW_SECONDS: "60", JWKS_URL: issuer.jwksUrl, ...variables });

test("a client is told what it may still do, then refused until the window ends", async () => {
  const router = await limited();
  const answers = [];
  for (let i = 0; i < 4; i += 1) answers.push(await router.query("{ warehouses }"));
  await router.stop();
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(answers.map(({ headers }) => headers.get("ratelimit-remaining"))).toEqual(["2", "1", "0", "0"]);
  expect(answers[0]?.headers.get("ratelimit-policy")).toBe('"client";q=3;w=60');
  expect(answers[0]?.headers.get("ratelimit")).toMatch(/^"client";r=2;t=(59|60)$/);
  const refused = answers[3];
  expect(refused?.errors[0]?.extensions?.["code"]).toBe("RATE_LIMITED");
  expect(Number(refused?.headers.get("retry-after"))).toBeWithin(50, 61);
  expect(shop.stock.received).toHaveLength(3);
});

test("clients with a token are counted by who they are, others by where they are", async () => {
  const router = await limited();
  const ask = async (headers: Record<string, string>) =>
    (await router.query("{ warehouses }", { headers })).headers.get("ratelimit-remaining");
  const as = async (sub: string) => ask({ authorization: `Bearer ${await issuer.token({ claims: { sub } })}` });
  const remaining = [await as("ann"), await as("ann"), await as("bob"), await ask({}), await ask({ "x-forwarded-for": "203.0.113.9" })];
  await router.stop();
  expect(remaining).toEqual(["2", "1", "2", "2", "1"]);
});

test("guessing tokens is limited, too", async () => {
  const router = await limited();
  const statuses = [];
  for (let i = 0; i < 5; i += 1)
    statuses.push((await router.query("{ warehouses }", { headers: { authorization: `Bearer a.b.c${i}` } })).status);
  await router.stop();
  expect(statuses).toEqual([401, 401, 401, 429, 429]);
});

test("behind a proxy, clients are told apart by what the proxy saw, not by what they say", async () => {
  const router = await limited({ TRUSTED_PROXY_HOPS: "1" });
  const ask = async (forwarded: string) =>
    (await router.query("{ warehouses }", { headers: { "x-forwarded-for": forwarded } })).headers.get("ratelimit-remaining");
  const remaining = [await ask("203.0.113.1"), await ask("198.51.100.77, 203.0.113.1"), await ask("203.0.113.2")];
  await router.stop();
  expect(remaining).toEqual(["2", "1", "2"]);
});

test("0 points turn the limit off", async () => {
  const router = await limited({ RATE_LIMIT_POINTS: "0" });
  const answer = await router.query("{ warehouses }");
  await router.stop();
  expect(answer.status).toBe(200);
  expect(answer.headers.has("ratelimit-limit")).toBe(false);
});
