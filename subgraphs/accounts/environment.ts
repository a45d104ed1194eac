import { type EnvironmentSource, readEnvironment, subgraphVariables } from "@mercato/chassis/env";
import { EnvironmentError } from "@mercato/chassis/errors";
import { z } from "zod";
import { emailSchema, passwordSchema } from "./commands/input.ts";
import { OWASP_MINIMUM } from "./security/passwords.ts";
import { parseSigningKeys } from "./security/signing-keys.ts";

const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 365 * DAY_SECONDS;

const seconds = (fallback: number, longest: number) => z.coerce.number().int().min(1).max(longest).default(fallback);

/** Every variable of an accounts process, besides those that the runtime reads itself. */
export const accountsVariables = {
  ...subgraphVariables({ port: 4001, database: "mercato_accounts" }),
  ACCESS_TOKEN_PRIVATE_JWK: z
    .string()
    .transform(parseSigningKeys)
    .describe("Ed25519 private key (JWK as JSON, with `kid`) that signs access tokens; or a JWKS: its first key signs, all are published"),
  ACCESS_TOKEN_ISSUER: z.string().min(1).default("mercato").describe("`iss` of access tokens; the router expects the same"),
  ACCESS_TOKEN_TTL_SECONDS: seconds(900, DAY_SECONDS).describe("How long an access token works; a logout does not reach it"),
  GUEST_TOKEN_TTL_SECONDS: seconds(30 * DAY_SECONDS, YEAR_SECONDS).describe("How long a visitor's token works, which cannot be refreshed"),
  REFRESH_TOKEN_TTL_SECONDS: seconds(30 * DAY_SECONDS, YEAR_SECONDS).describe("How long a refresh token waits to be traded in"),
  SESSION_TTL_SECONDS: seconds(180 * DAY_SECONDS, 2 * YEAR_SECONDS).describe(
    "When a password is asked for again, however often a session was refreshed",
  ),
  PASSWORD_HASH_MEMORY_KIB: z.coerce
    .number()
    .int()
    .min(8)
    .max(1_048_576)
    .default(OWASP_MINIMUM.memoryKib)
    .describe("Memory of one argon2id hashing; less than the default is for tests only"),
  PASSWORD_HASH_ITERATIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(OWASP_MINIMUM.iterations)
    .describe("Passes of one argon2id hashing; fewer than the default are for tests only"),
  PASSWORD_HASH_CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(256)
    .default(4)
    .describe("Hashings at the same time; each takes a core and the memory above"),
  PASSWORD_HASH_QUEUE: z.coerce
    .number()
    .int()
    .min(0)
    .max(100_000)
    .default(128)
    .describe("Hashings that may wait for their turn; beyond, sign-ins are refused with OVERLOADED"),
  BOOTSTRAP_ADMIN_EMAIL: emailSchema
    .optional()
    .describe("Account with the role ADMIN that is created at the start when nobody has the address"),
  BOOTSTRAP_ADMIN_PASSWORD: passwordSchema.optional().describe("Its password, 10 to 200 characters; both or neither"),
} as const;

export type AccountsEnvironment = ReturnType<typeof readAccountsEnvironment>;

/** @throws EnvironmentError naming every variable that is missing or wrong, never its value. */
export function readAccountsEnvironment(source: EnvironmentSource) {
  const environment = readEnvironment("accounts", accountsVariables, source);
  const { BOOTSTRAP_ADMIN_EMAIL: email, BOOTSTRAP_ADMIN_PASSWORD: password } = environment;
  if ((email === undefined) !== (password === undefined))
    throw new EnvironmentError("accounts", ["BOOTSTRAP_ADMIN_EMAIL and BOOTSTRAP_ADMIN_PASSWORD go together: set both or neither"]);
  return environment;
}
