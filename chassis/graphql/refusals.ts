import { GraphQLError } from "graphql";
import { hasScope, type Principal } from "../auth/index.ts";

/** The caller has to sign in first. */
export function unauthenticated(): GraphQLError {
  return new GraphQLError("You need a session for this.", { extensions: { code: "UNAUTHENTICATED" } });
}

/** The caller is known and may not do this. */
export function forbidden(): GraphQLError {
  return new GraphQLError("You may not do this.", { extensions: { code: "FORBIDDEN" } });
}

/** An argument cannot be used; for fields whose answer is no result union. */
export function invalidArgument(argument: string, message: string): GraphQLError {
  return new GraphQLError(`${argument}: ${message}`, { extensions: { code: "INVALID_INPUT", argument } });
}

/** The id of the caller, who is a user or a guest. @throws GraphQLError UNAUTHENTICATED otherwise. */
export function requireSession(principal: Principal): string {
  if (principal.id === null) throw unauthenticated();
  return principal.id;
}

/** @throws GraphQLError UNAUTHENTICATED for anonymous callers, FORBIDDEN for those without the scope. */
export function requireScope(principal: Principal, scope: string): void {
  requireSession(principal);
  if (!hasScope(principal, scope)) throw forbidden();
}
