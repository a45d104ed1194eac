import { expect, test } from "bun:test";
import { scopesOf } from "./roles.ts";

test("customers have no scopes, staff run the shop, admins manage users besides", () => {
  const staff = [
    "catalog:write",
    "inventory:read",
    "inventory:write",
    "orders:read",
    "orders:write",
    "orders:assist",
    "payments:read",
    "users:read",
  ];
  expect(scopesOf(["CUSTOMER"])).toEqual([]);
  expect(scopesOf(["STAFF"])).toEqual(staff);
  expect(scopesOf(["ADMIN"])).toEqual([...staff, "users:write"]);
});

test("several roles give each scope once", () => {
  expect(scopesOf(["CUSTOMER", "STAFF", "ADMIN"])).toEqual(scopesOf(["ADMIN"]));
});
