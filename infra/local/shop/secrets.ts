import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { SecretName } from "@mercato/topology";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from "jose";
import { z } from "zod";
import { SetupProblem } from "../servers/problem.ts";

const privateJwk = z.looseObject({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: z.string(), d: z.string(), kid: z.string() });

const schema = z.strictObject({
  /** Signs access tokens; accounts has it. */
  accessTokenPrivateJwk: privateJwk,
  /** Signs the tokens with which the router calls subgraphs. */
  internalTokenPrivateJwk: privateJwk,
  adminEmail: z.string(),
  adminPassword: z.string(),
});

/** A stack's keys and its first administrator. */
export type StackSecrets = z.infer<typeof schema>;

const ADMIN_EMAIL = "admin@mercato.example";

async function createKey(): Promise<z.infer<typeof privateJwk>> {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const jwk = await exportJWK(privateKey);
  return privateJwk.parse({ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: "EdDSA", use: "sig" });
}

/** Makes new secrets. */
export async function createSecrets(): Promise<StackSecrets> {
  return {
    accessTokenPrivateJwk: await createKey(),
    internalTokenPrivateJwk: await createKey(),
    adminEmail: ADMIN_EMAIL,
    adminPassword: randomBytes(18).toString("base64url"),
  };
}

/** Where a stack keeps its secrets. */
export function secretsFile(directory: string): string {
  return join(directory, "secrets.json");
}

/** Reads a stack's secrets; undefined when it has none yet. @throws SetupProblem when the file holds something else */
export async function readSecrets(directory: string): Promise<StackSecrets | undefined> {
  const file = secretsFile(directory);
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new SetupProblem(`${file} does not hold a stack's secrets.`, ["Remove it (new ones are made), or start with --fresh."], {
      cause,
    });
  }
}

/** A stack's secrets, made on its first start; only their owner may read the file. */
export async function provideSecrets(directory: string): Promise<StackSecrets> {
  const known = await readSecrets(directory);
  if (known !== undefined) return known;
  const secrets = await createSecrets();
  await mkdir(directory, { recursive: true });
  const partial = `${secretsFile(directory)}.partial`;
  await writeFile(partial, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await chmod(partial, 0o600);
  await rename(partial, secretsFile(directory));
  return secrets;
}

function publicPart({ d: _private, ...jwk }: z.infer<typeof privateJwk>): JWK {
  return jwk;
}

/** A secret as the text of a variable. */
export function secretText(secrets: StackSecrets, name: SecretName): string {
  switch (name) {
    case "accessTokenPrivateJwk":
    case "internalTokenPrivateJwk":
      return JSON.stringify(secrets[name]);
    case "internalTokenJwks":
      return JSON.stringify({ keys: [publicPart(secrets.internalTokenPrivateJwk)] });
    case "adminEmail":
    case "adminPassword":
      return secrets[name];
  }
}
