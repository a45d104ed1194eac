import { expect, test } from "bun:test";
import { describeEnvironment } from "@mercato/chassis/env";
import { accountsVariables, readAccountsEnvironment } from "./environment.ts";
import { createAccessTokens } from "./security/access-tokens.ts";
import { signingKey } from "./test/shop.ts";

const BASE = { MONGO_URL: "mongodb://127.0.0.1/", NATS_URL: "nats://127.0.0.1", INTERNAL_TOKEN_JWKS: '{"keys":[{"kty":"OKP"}]}' };

async function read(variables: Readonly<Record<string, string>>) {
  return readAccountsEnvironment({ ...BASE, ACCESS_TOKEN_PRIVATE_JWK: JSON.stringify(await signingKey("one")), ...variables });
}

test("a key may come alone or in a set; in a set only the first must be private", async () => {
  const [one, { d: _private, ...two }] = [await signingKey("one"), await signingKey("two")];
  expect((await read({ ACCESS_TOKEN_PRIVATE_JWK: JSON.stringify(one) })).ACCESS_TOKEN_PRIVATE_JWK.keys).toHaveLength(1);
  expect((await read({ ACCESS_TOKEN_PRIVATE_JWK: JSON.stringify({ keys: [one, two] }) })).ACCESS_TOKEN_PRIVATE_JWK.keys).toHaveLength(2);
});

test("keys that cannot be used are refused without being quoted", async () => {
  const [one, two] = [await signingKey("one"), await signingKey("two")];
  const { d = "", ...withoutPrivate } = one;
  const { kid: _kid, ...withoutKid } = one;
  const refused = [
    "no JSON",
    JSON.stringify({ keys: [] }),
    JSON.stringify(withoutPrivate),
    JSON.stringify(withoutKid),
    JSON.stringify({ keys: [withoutPrivate, two] }),
    JSON.stringify({ keys: [one, { ...two, kid: "one" }] }),
    JSON.stringify({ ...one, crv: "X25519" }),
    JSON.stringify({ ...one, d: `${d}!` }),
  ];
  for (const text of refused) {
    const problem = await read({ ACCESS_TOKEN_PRIVATE_JWK: text }).then(
      () => null,
      (error: Error) => error.message,
    );
    expect(problem).toContain("ACCESS_TOKEN_PRIVATE_JWK");
    expect(problem).not.toContain(d);
  }
});

test("a signing key whose halves do not belong together stops the start, and is not quoted", async () => {
  const [one, two] = [await signingKey("one"), await signingKey("two")];
  const environment = await read({ ACCESS_TOKEN_PRIVATE_JWK: JSON.stringify({ ...one, x: two.x }) });
  const start = createAccessTokens({
    keys: environment.ACCESS_TOKEN_PRIVATE_JWK,
    issuer: "mercato",
    userTtlSeconds: 1,
    guestTtlSeconds: 1,
    clock: { now: () => new Date(), sleep: async () => {} },
  });
  const problem = await start.then(
    () => "started",
    (error: Error) => `${error.message} ${error.cause}`,
  );
  expect(problem).toContain("do not match");
  expect(problem).not.toContain(one.d ?? "");
});

test("the administrator's address and password go together, and keep the rules of everybody's", async () => {
  const [BOOTSTRAP_ADMIN_EMAIL, BOOTSTRAP_ADMIN_PASSWORD] = [" Admin@Example.com ", "correct horse battery"];
  expect((await read({ BOOTSTRAP_ADMIN_EMAIL, BOOTSTRAP_ADMIN_PASSWORD })).BOOTSTRAP_ADMIN_EMAIL).toBe("admin@example.com");
  for (const variables of [
    { BOOTSTRAP_ADMIN_EMAIL },
    { BOOTSTRAP_ADMIN_PASSWORD },
    { BOOTSTRAP_ADMIN_EMAIL, BOOTSTRAP_ADMIN_PASSWORD: "short" },
  ])
    await expect(read(variables)).rejects.toThrow("BOOTSTRAP_ADMIN_PASSWORD");
});

test("the README tells every variable as it is", async () => {
  const readme = await Bun.file(new URL("README.md", import.meta.url)).text();
  const rows = describeEnvironment(accountsVariables).map(
    ({ name, required, description, defaultValue }) =>
      `| \`${name}\` | ${required ? "yes" : "no"} | ${description} | ${defaultValue === null ? "" : `\`${defaultValue}\``} |`,
  );
  expect(readme).toContain(["| name | required | description | default |", "|---|---|---|---|", ...rows].join("\n"));
});
