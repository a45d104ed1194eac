import { expect, test } from "bun:test";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readAccountsEnvironment } from "@mercato/accounts/environment";
import { secretFileName, secretNames, writeSecretFiles } from "./secret-files.ts";

test("a secret's file is named in small letters", () => {
  expect(secretFileName("internalTokenJwks")).toBe("internal-token-jwks");
});

test("secrets are made once, in a folder that only its owner enters, as files that a service can start from", async () => {
  const directory = await mkdtemp(join(tmpdir(), "mercato-secrets-"));
  try {
    const folder = join(directory, "secrets");
    const files = await writeSecretFiles(folder);
    expect(files).toEqual(secretNames.map((name) => join(folder, secretFileName(name))));
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const first = await Promise.all(files.map((file) => readFile(file, "utf8")));
    await writeSecretFiles(folder);
    expect(await Promise.all(files.map((file) => readFile(file, "utf8")))).toEqual(first);

    const environment = readAccountsEnvironment({
      MONGO_URL: "mongodb://database/",
      NATS_URL: "nats://nats",
      INTERNAL_TOKEN_JWKS_FILE: join(folder, "internal-token-jwks"),
      ACCESS_TOKEN_PRIVATE_JWK_FILE: join(folder, "access-token-private-jwk"),
      BOOTSTRAP_ADMIN_EMAIL_FILE: join(folder, "admin-email"),
      BOOTSTRAP_ADMIN_PASSWORD_FILE: join(folder, "admin-password"),
    });
    expect(environment.INTERNAL_TOKEN_JWKS.keys).toHaveLength(1);
    expect(environment.BOOTSTRAP_ADMIN_EMAIL).toBe("admin@mercato.example");
  } finally {
    await rm(directory, { recursive: true });
  }
});
