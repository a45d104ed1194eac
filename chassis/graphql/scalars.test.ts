import { expect, test } from "bun:test";
import { Kind, parseValue } from "graphql";
import { commonScalars } from "./scalars.ts";

const { DateTime, Decimal, SafeInt } = commonScalars;

test("SafeInt carries whole numbers to 2^53, and nothing else", () => {
  expect(SafeInt.serialize(Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
  expect(SafeInt.parseValue(-5_000_000_000)).toBe(-5_000_000_000);
  expect(SafeInt.parseLiteral(parseValue("5000000000"))).toBe(5_000_000_000);
  for (const value of [2 ** 53, 1.5, "abc", Number.NaN, {}]) expect(() => SafeInt.parseValue(value)).toThrow();
});

test("DateTime is a Date inside and ISO 8601 outside", () => {
  const at = new Date("2026-03-01T10:00:00.000Z");
  expect(DateTime.serialize(at)).toBe("2026-03-01T10:00:00.000Z");
  expect(DateTime.parseValue("2026-03-01T10:00:00.000Z")).toEqual(at);
  expect(() => DateTime.parseValue("tomorrow")).toThrow();
});

test("Decimal is text that keeps every digit", () => {
  for (const text of ["0", "2.55", "-12.000001", "9007199254740993.1"]) {
    expect(Decimal.parseValue(text)).toBe(text);
    expect(Decimal.serialize(text)).toBe(text);
    expect(Decimal.parseLiteral({ kind: Kind.STRING, value: text })).toBe(text);
  }
  for (const value of [2.55, "2.5500000", "1e3", "01", ".5", "", "1.", "-", `1${"0".repeat(40)}`, null])
    expect(() => Decimal.parseValue(value)).toThrow("A Decimal is a string");
  expect(() => Decimal.parseLiteral({ kind: Kind.FLOAT, value: "2.55" })).toThrow();
});

test("the scalars have the names that our schemas declare", () => {
  expect(Object.entries(commonScalars).filter(([name, scalar]) => scalar.name !== name)).toEqual([]);
});
