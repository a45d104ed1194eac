import { afterAll, beforeAll, expect, test } from "bun:test";
import { on, subscribe } from "@mercato/chassis/bus";
import { systemClock, systemIds, systemRandomness } from "@mercato/chassis/clock";
import { eventually, startWorld, type World } from "@mercato/chassis/testing";
import { userRegistered } from "@mercato/contracts/events/accounts";
import { decodeJwt } from "jose";
import { openAccount } from "../commands/open-account.ts";
import { createPasswords } from "../security/passwords.ts";
import { createUserStore } from "../store/users.ts";
import { openShop, PASSWORD } from "./shop.ts";

const ADMIN = { BOOTSTRAP_ADMIN_EMAIL: "Admin@Example.com", BOOTSTRAP_ADMIN_PASSWORD: "the first administrator" };

let world: World;
beforeAll(async () => {
  world = await startWorld();
}, 60_000);
afterAll(() => world.stop(), 60_000);

test("What was acknowledged lasts: an account whose writer died before it told anybody is made known by the next process", async () => {
  const { connection } = await world.connectDatabase("accounts");
  const users = await createUserStore({ connection, clock: systemClock, randomness: systemRandomness });
  const passwords = await createPasswords({ memoryKib: 64, iterations: 1, concurrency: 1, queue: 1 });
  const parts = { users, passwords, clock: systemClock, ids: systemIds };
  const opened = await openAccount(parts, { email: "orphan@example.com", name: "A", password: PASSWORD, roles: ["CUSTOMER"] });
  const userId = opened.kind === "opened" ? opened.user.id : "";
  expect(await users.pending(new Date(), 10)).toMatchObject([{ documentId: userId, entries: [{ type: "accounts.v1.registered" }] }]);
  const heard: string[] = [];
  const listener = await subscribe({
    bus: await world.connectBus("listener"),
    consumer: "listener",
    randomness: systemRandomness,
    log: world.log,
    subscriptions: [on(userRegistered, async (data) => void heard.push(data.userId))],
  });
  const shop = await openShop({ world });
  await eventually("the news is out", () => heard.includes(userId));
  await eventually("nothing waits", async () => (await users.pending(new Date(), 10)).length === 0);
  expect((await shop.login("orphan@example.com")).user.id).toBe(userId);
  await listener.stop();
  await shop.service.stop();
}, 60_000);

test("opening an account again under its id is opening it once", async () => {
  const { connection } = await world.connectDatabase("accounts");
  const users = await createUserStore({ connection, clock: systemClock, randomness: systemRandomness });
  const account = { email: "twice@example.com", name: "A", roles: ["CUSTOMER"], addresses: [], passwordHash: "hash" } as const;
  const first = await users.open("user_twice", account, []);
  expect(await users.open("user_twice", account, [])).toEqual(first);
  expect(await users.open("user_other", account, [])).toEqual({ kind: "email-taken" });
});

test("the first administrator is created once, by however many processes, and may do everything", async () => {
  const shops = await Promise.all([1, 2, 3].map(() => openShop({ world, variables: ADMIN })));
  const again = await openShop({ world, variables: { ...ADMIN, BOOTSTRAP_ADMIN_PASSWORD: "another password" } });
  expect((await again.login("admin@example.com", "another password")).code).toBe("INVALID_CREDENTIALS");
  const { accessToken } = await again.login("admin@example.com", ADMIN.BOOTSTRAP_ADMIN_PASSWORD);
  expect(decodeJwt(accessToken)).toMatchObject({
    roles: ["ADMIN"],
    scope: "catalog:write inventory:read inventory:write orders:read orders:write orders:assist payments:read users:read users:write",
  });
  for (const shop of [...shops, again]) await shop.service.stop();
}, 60_000);

test("a stranger who has the administrator's address does not become one", async () => {
  const shop = await openShop({ world });
  const { user } = await shop.register("squatter@example.com");
  const restarted = await openShop({ world, variables: { ...ADMIN, BOOTSTRAP_ADMIN_EMAIL: "squatter@example.com" } });
  const session = await restarted.login("squatter@example.com");
  expect(session.user).toEqual(user);
  expect(decodeJwt(session.accessToken)).toMatchObject({ roles: ["CUSTOMER"], scope: "" });
  await restarted.service.stop();
  await shop.service.stop();
}, 60_000);

test("a hash that was made with less work is made anew at the next login", async () => {
  const before = await openShop({ world });
  await before.register("upgrade@example.com");
  const today = await openShop({ world, variables: { PASSWORD_HASH_MEMORY_KIB: "128", PASSWORD_HASH_ITERATIONS: "2" } });
  const { connection } = await world.connectDatabase("accounts");
  const hash = async () =>
    String((await connection.collection("users").findOne({ "state.email": "upgrade@example.com" }))?.["state"].passwordHash);
  expect(await hash()).toStartWith("$argon2id$v=19$m=64,t=1,p=1$");
  expect((await today.login("upgrade@example.com", "wrong horse battery")).code).toBe("INVALID_CREDENTIALS");
  expect(await hash()).toStartWith("$argon2id$v=19$m=64,");
  expect((await today.login("upgrade@example.com")).__typename).toBe("Session");
  expect(await hash()).toStartWith("$argon2id$v=19$m=128,t=2,p=1$");
  expect((await today.login("upgrade@example.com")).__typename).toBe("Session");
  await today.service.stop();
  await before.service.stop();
}, 60_000);

test("beyond what can wait, sign-ins are refused with a code, and the service stays well", async () => {
  const variables = { PASSWORD_HASH_MEMORY_KIB: "19456", PASSWORD_HASH_CONCURRENCY: "1", PASSWORD_HASH_QUEUE: "1" };
  const shop = await openShop({ world, variables });
  const query = "mutation ($input: LoginInput!) { login(input: $input) { __typename } }";
  const input = { email: "nobody@example.com", password: PASSWORD };
  const answers = await Promise.all(Array.from({ length: 12 }, () => shop.ask<{ login: unknown } | null>(query, { input })));
  const codes = answers.map(({ errors }) => errors?.[0]?.extensions?.["code"] ?? "answered");
  expect(codes).toContain("OVERLOADED");
  expect(codes).toContain("answered");
  expect(codes.filter((code) => code !== "OVERLOADED" && code !== "answered")).toEqual([]);
  expect((await shop.login("nobody@example.com")).code).toBe("INVALID_CREDENTIALS");
  await shop.service.stop();
}, 60_000);
