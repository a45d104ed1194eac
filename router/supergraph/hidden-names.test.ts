import { expect, test } from "bun:test";
import { buildSchema, parse } from "graphql";
import { findHiddenNames } from "./hidden-names.ts";

const areHiddenIn = findHiddenNames(
  parse(
    `type Query { open: Shape, closed: Int } type Shape { area: Int closed: Int } type Vault { area: Int } enum Kind { FLAT DEEP open } scalar Cipher enum join__Graph { ORDERS }`,
  ),
  buildSchema("type Query { open: Shape } type Shape { area: Int closed: Int } enum Kind { FLAT }"),
);

test.each([
  "Cannot return null for non-nullable field Query.closed.",
  `Expected a value of "Vault".`,
  "Vault.area is empty",
  "Kind is DEEP",
  "no Cipher",
])("%s", (text) => {
  expect(areHiddenIn(text)).toBe(true);
});

test.each([
  "Cannot return null for non-nullable field Shape.closed.",
  "It is closed and open, Query.open too.",
  "Kind is FLAT",
  "Vaults are DEEPER",
  "",
])("nothing hidden in: %s", (text) => {
  expect(areHiddenIn(text)).toBe(false);
});
