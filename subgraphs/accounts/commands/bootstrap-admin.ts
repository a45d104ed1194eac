import { normalizeEmail } from "../domain/account.ts";
import type { Dependencies } from "./dependencies.ts";
import { openAccount } from "./open-account.ts";

/** Makes sure that somebody can run a new shop. An account that has the e-mail address already stays as it is: it may be a stranger's. */
export async function bootstrapAdmin(
  dependencies: Dependencies,
  admin: { readonly email: string; readonly password: string },
): Promise<void> {
  const { users, log } = dependencies;
  const email = normalizeEmail(admin.email);
  const opened = await openAccount(dependencies, { email, password: admin.password, name: "Administrator", roles: ["ADMIN"] });
  if (opened.kind === "opened") {
    log.info({ userId: opened.user.id }, "the first administrator was created");
    return;
  }
  const found = await users.findByEmail(email);
  if (found === null || found.user.roles.includes("ADMIN")) return;
  log.warn({ userId: found.user.id }, "BOOTSTRAP_ADMIN_EMAIL belongs to an account that is no administrator; it was left as it is");
}
