import { check, type InvalidInput } from "@mercato/chassis/input";
import type { Dependencies } from "./dependencies.ts";
import { registerSchema } from "./input.ts";
import { openAccount } from "./open-account.ts";
import { type OpenSession, openSession } from "./open-session.ts";

export type RegisterOutcome =
  | { readonly kind: "registered"; readonly session: OpenSession }
  | { readonly kind: "email-taken" }
  | InvalidInput;

/**
 * Opens a customer's account and signs it in. When the service dies between the two, the account is there and its owner signs in by password.
 * @throws OverloadedError when too many passwords wait to be hashed.
 */
export async function register(dependencies: Dependencies, input: unknown): Promise<RegisterOutcome> {
  const checked = check(registerSchema, input);
  if (checked.kind !== "valid") return checked;
  const opened = await openAccount(dependencies, { ...checked.value, roles: ["CUSTOMER"] });
  if (opened.kind === "email-taken") return opened;
  return { kind: "registered", session: await openSession(dependencies, opened.user) };
}
