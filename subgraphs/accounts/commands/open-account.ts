import { message } from "@mercato/chassis/bus";
import { userRegistered } from "@mercato/contracts/events/accounts";
import { openAccount as newAccount } from "../domain/account.ts";
import type { Role } from "../domain/roles.ts";
import type { OpenOutcome } from "../store/users.ts";
import type { Dependencies } from "./dependencies.ts";

export interface AccountDetails {
  /** Normalised. */
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Opens an account and leaves the news of it in the same document. @throws OverloadedError when too many passwords wait to be hashed. */
export async function openAccount(
  { users, passwords, clock, ids }: Pick<Dependencies, "users" | "passwords" | "clock" | "ids">,
  { password, ...details }: AccountDetails,
): Promise<OpenOutcome> {
  // Spares the hashing; between two who register at once, the unique index decides.
  if ((await users.findByEmail(details.email)) !== null) return { kind: "email-taken" };
  const userId = `user_${ids.next()}`;
  const account = newAccount({ ...details, passwordHash: await passwords.hash(password) });
  return users.open(userId, account, [message(userRegistered, { userId, registeredAt: clock.now().toISOString() })]);
}
