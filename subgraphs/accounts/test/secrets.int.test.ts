import { afterEach, beforeEach, expect, test } from "bun:test";
import { createLog } from "@mercato/chassis/log";
import { openShop, type Shop } from "./shop.ts";

/** Nobody else writes this, so wherever it turns up, an input leaked. */
const SECRET = "hunter2-hunter2-planted";

let lines: string[] = [];
let answers: string[] = [];
let shop: Shop;

const ask: Shop["ask"] = async (query, variables, principal) => {
  const answer = await shop.ask(query, variables, principal);
  answers.push(JSON.stringify(answer));
  // The answer goes on as it came.
  return answer as never;
};

beforeEach(async () => {
  lines = [];
  answers = [];
  const log = createLog({ service: "accounts", level: "trace", destination: { write: (line) => void lines.push(line) } });
  shop = await openShop({
    log,
    variables: { BOOTSTRAP_ADMIN_EMAIL: "admin@example.com", BOOTSTRAP_ADMIN_PASSWORD: `${SECRET} of the administrator` },
  });
}, 60_000);
afterEach(() => shop.world.stop(), 60_000);

const REGISTER = "mutation ($input: RegisterInput!) { register(input: $input) { __typename } }";
const LOGIN = "mutation ($input: LoginInput!) { login(input: $input) { __typename } }";
const REFRESH = "mutation ($token: String!) { refreshSession(refreshToken: $token) { __typename } }";
const LOGOUT = "mutation ($token: String!) { logout(refreshToken: $token) }";

/** Inputs as they should be, as they should not be, and of the wrong form, each with the secret where a secret goes. */
const PLANTED: readonly (readonly [query: string, variables?: object])[] = [
  [REGISTER, { input: { email: "secret@example.com", name: "A", password: SECRET } }],
  [REGISTER, { input: { email: "secret@example.com", name: "A", password: SECRET } }],
  [REGISTER, { input: { email: "no address", name: "", password: SECRET.repeat(20) } }],
  [REGISTER, { input: { email: "x@example.com", password: SECRET } }],
  [REGISTER, { input: { email: "x@example.com", name: "A", password: { text: SECRET } } }],
  [REGISTER, { input: { email: "x@example.com", name: "A", password: [SECRET, SECRET] } }],
  [REGISTER, { input: { email: "x@example.com", name: "A", password: SECRET, passwort: SECRET } }],
  [REGISTER, { input: SECRET }],
  [LOGIN, { input: { email: "secret@example.com", password: SECRET } }],
  [LOGIN, { input: { email: "secret@example.com", password: `${SECRET}!` } }],
  [LOGIN, { input: { email: "nobody@example.com", password: SECRET } }],
  [LOGIN, { input: { email: "", password: SECRET.repeat(20) } }],
  [LOGIN, { input: { password: SECRET } }],
  [REFRESH, { token: SECRET }],
  [REFRESH, { token: { secret: SECRET } }],
  [LOGOUT, { token: SECRET }],
  [LOGOUT, { token: [SECRET, { a: SECRET }] }],
  [`mutation { login(input: { email: "a@example.com", password: { text: "${SECRET}" } }) { __typename } }`],
  [`mutation { login(input: { email: "a@example.com", password: ["${SECRET}", "${SECRET}"] }) { __typename } }`],
  [`mutation { logout(refreshToken: ["${SECRET}", "${SECRET}"]) }`],
  [`mutation { login(input: "${SECRET}") { __typename } }`],
  [`mutation ($token: String = ["${SECRET}"]) { logout(refreshToken: $token) }`],
  [`mutation { logout(refreshToken: "${SECRET}"`],
];

/** A request as it should not be written, with the secret in it. */
async function postText(body: string): Promise<void> {
  const token = await shop.world.identity.sign(shop.world.identity.anonymous, "accounts");
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const response = await shop.service.fetch(new Request("http://accounts/graphql", { method: "POST", headers, body }));
  expect(response.status).toBe(400);
  answers.push(await response.text());
}

function expectNothingLeaked(secrets: readonly string[]): void {
  for (const secret of secrets) {
    expect(lines.filter((line) => line.includes(secret))).toEqual([]);
    expect(answers.filter((answer) => answer.includes(secret))).toEqual([]);
  }
}

test("no planted secret comes back in a log line or an answer", async () => {
  for (const [query, variables] of PLANTED) await ask(query, variables);
  await postText(`{ "query": "{ me { id } }", "variables": { "password": ${SECRET} } }`);
  await postText(`{ "query": "{ me { id } }", "variables": "${SECRET}" }`);
  expect(answers).toHaveLength(PLANTED.length + 2);
  expect(lines.join()).toContain("the first administrator was created");
  expectNothingLeaked([SECRET]);
});

test("no token and no hash comes back in a log line, also when a token is used twice", async () => {
  const session = await shop.register("secret@example.com", SECRET);
  const next = await shop.refresh(session.refreshToken);
  await shop.refresh(session.refreshToken);
  expect(lines.join()).toContain("a refresh token was used twice");
  const { connection } = await shop.world.connectDatabase("accounts");
  const users = await connection.collection("users").find().toArray();
  const sessions = await connection.collection("sessions").find().toArray();
  const hashes = [...users.map(({ state }) => state.passwordHash), ...sessions.flatMap(({ _id, tokenHash }) => [String(_id), tokenHash])];
  expect(hashes.length).toBe(2 + 2);
  expectNothingLeaked([...hashes, session.accessToken, session.refreshToken, next.accessToken, next.refreshToken, "$argon2id$"]);
});

test("the database knows neither passwords nor tokens", async () => {
  const session = await shop.register("secret@example.com", SECRET);
  const { connection } = await shop.world.connectDatabase("accounts");
  const kept = JSON.stringify([
    await connection.collection("users").find().toArray(),
    await connection.collection("sessions").find().toArray(),
  ]);
  expect(kept).toContain("secret@example.com");
  for (const secret of [SECRET, session.accessToken, session.refreshToken]) expect(kept).not.toContain(secret);
});

test("no secret comes back when the database is gone", async () => {
  await shop.service.stop();
  const before = lines.length;
  await ask(REGISTER, { input: { email: "late@example.com", name: "A", password: SECRET } });
  await ask(LOGIN, { input: { email: "secret@example.com", password: SECRET } });
  await ask(REFRESH, { token: "S".repeat(64) });
  expect(lines.length).toBeGreaterThan(before);
  expect(answers.at(-1)).toContain("INTERNAL_SERVER_ERROR");
  expectNothingLeaked([SECRET, "S".repeat(64)]);
});
