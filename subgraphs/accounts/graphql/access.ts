import { hasScope, type Principal } from "@mercato/chassis/auth";
import { forbidden, requireSession } from "@mercato/chassis/graphql";

/** The id of the caller's account; null for guests and anonymous callers. */
export function accountOf(principal: Principal): string | null {
  return principal.kind === "user" ? principal.id : null;
}

/** Whether the caller may see what is known of a user: their own, or anybody's with the scope. */
export function maySeeUser(userId: string, principal: Principal): boolean {
  return accountOf(principal) === userId || hasScope(principal, "users:read");
}

/** The id of the caller's account. @throws GraphQLError UNAUTHENTICATED for anonymous callers, FORBIDDEN for those without an account. */
export function requireAccount(principal: Principal): string {
  requireSession(principal);
  const id = accountOf(principal);
  if (id === null) throw forbidden();
  return id;
}
