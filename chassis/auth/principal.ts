import { z } from "zod";

export type PrincipalKind = "anonymous" | "guest" | "user" | "service";

/** Who is asking. */
export interface Principal {
  readonly kind: PrincipalKind;
  /** Null for anonymous callers only. */
  readonly id: string | null;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
}

export const ANONYMOUS: Principal = { kind: "anonymous", id: null, roles: [], scopes: [] };

const claimsSchema = z.object({
  sub: z.string().min(1).optional(),
  kind: z.enum(["anonymous", "guest", "user", "service"]),
  roles: z.array(z.string()).default([]),
  scope: z.string().default(""),
});

/** Reads a principal from the claims of a verified token; null when they do not describe one. */
export function principalFromClaims(claims: unknown): Principal | null {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return null;
  const { sub, kind, roles, scope } = parsed.data;
  if (kind === "anonymous") return ANONYMOUS;
  if (sub === undefined) return null;
  return { kind, id: sub, roles, scopes: scope.split(" ").filter((part) => part !== "") };
}

/** Whether the principal was given a scope. */
export function hasScope(principal: Principal, scope: string): boolean {
  return principal.scopes.includes(scope);
}
