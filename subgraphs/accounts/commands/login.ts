import { check, type InvalidInput } from "@mercato/chassis/input";
import { upgradePasswordHash } from "../domain/account.ts";
import type { Dependencies } from "./dependencies.ts";
import { loginSchema } from "./input.ts";
import { type OpenSession, openSession } from "./open-session.ts";

export type LoginOutcome =
  | { readonly kind: "signed-in"; readonly session: OpenSession }
  /** The same for an unknown e-mail address and for a wrong password, and after the same time. */
  | { readonly kind: "invalid-credentials" }
  | InvalidInput;

/** Brings a hash up to today's parameters while the password is at hand. The login does not depend on it: the next one tries again. */
async function upgradeHash(
  { users, passwords, log }: Dependencies,
  userId: string,
  proof: { readonly password: string; readonly hash: string },
): Promise<void> {
  try {
    const to = await passwords.hash(proof.password);
    await users.change(userId, (account) => ({ account: upgradePasswordHash(account, { from: proof.hash, to }), result: null }));
  } catch (err) {
    log.warn({ err, userId }, "password hash could not be upgraded");
  }
}

/** Signs in by e-mail and password. @throws OverloadedError when too many passwords wait to be checked. */
export async function login(dependencies: Dependencies, input: unknown): Promise<LoginOutcome> {
  const checked = check(loginSchema, input);
  if (checked.kind !== "valid") return checked;
  const { email, password } = checked.value;
  const found = await dependencies.users.findByEmail(email);
  const { matches, outdated } = await dependencies.passwords.check(password, found?.passwordHash ?? null);
  if (found === null || !matches) return { kind: "invalid-credentials" };
  if (outdated) await upgradeHash(dependencies, found.user.id, { password, hash: found.passwordHash });
  return { kind: "signed-in", session: await openSession(dependencies, found.user) };
}
