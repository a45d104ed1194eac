/** What a person may do in general; scopes say it in detail. */
export type Role = "CUSTOMER" | "STAFF" | "ADMIN";

const STAFF_SCOPES = [
  "catalog:write",
  "inventory:read",
  "inventory:write",
  "orders:read",
  "orders:write",
  "orders:assist",
  "payments:read",
  "users:read",
] as const;

const SCOPES: Readonly<Record<Role, readonly string[]>> = {
  CUSTOMER: [],
  STAFF: STAFF_SCOPES,
  ADMIN: [...STAFF_SCOPES, "users:write"],
};

/** Everything that the roles allow together, each scope once. */
export function scopesOf(roles: readonly Role[]): readonly string[] {
  return [...new Set(roles.flatMap((role) => SCOPES[role]))];
}
