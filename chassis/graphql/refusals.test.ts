import { expect, test } from "bun:test";
import type { GraphQLError } from "graphql";
import { ANONYMOUS, type Principal } from "../auth/index.ts";
import { requireScope, requireSession } from "./refusals.ts";

const guest: Principal = { kind: "guest", id: "g1", roles: [], scopes: [] };
const staff: Principal = { kind: "user", id: "u1", roles: ["STAFF"], scopes: ["orders:read"] };

function codeOf(work: () => unknown): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return (error as GraphQLError).extensions["code"];
  }
}

test("a session is a user's or a guest's", () => {
  expect([requireSession(guest), requireSession(staff)]).toEqual(["g1", "u1"]);
  expect(codeOf(() => requireSession(ANONYMOUS))).toBe("UNAUTHENTICATED");
});

test("without a session it is said that one is needed, without the scope that it is not allowed", () => {
  expect(codeOf(() => requireScope(ANONYMOUS, "orders:read"))).toBe("UNAUTHENTICATED");
  expect(codeOf(() => requireScope(guest, "orders:read"))).toBe("FORBIDDEN");
  expect(codeOf(() => requireScope(staff, "orders:write"))).toBe("FORBIDDEN");
  expect(codeOf(() => requireScope(staff, "orders:read"))).toBeNull();
});
