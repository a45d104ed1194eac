import { expect, test } from "bun:test";
import { firstRefreshToken, nextRefreshToken, readRefreshToken } from "./refresh-tokens.ts";

test("a token is read as what it was made", () => {
  const token = firstRefreshToken();
  expect(readRefreshToken(token.text)).toEqual(token);
});

test("tokens of one session share its family and nothing else; other sessions share nothing", () => {
  const first = firstRefreshToken();
  const second = nextRefreshToken(first);
  const other = firstRefreshToken();
  expect(second.familyHash).toBe(first.familyHash);
  expect(other.familyHash).not.toBe(first.familyHash);
  expect(new Set([first, second, other].flatMap(({ text, tokenHash }) => [text, tokenHash])).size).toBe(6);
});

test("what is stored does not give the token away", () => {
  const { text, familyHash, tokenHash } = firstRefreshToken();
  expect(text).not.toContain(familyHash);
  expect(text).not.toContain(tokenHash);
  expect([familyHash.length, tokenHash.length]).toEqual([43, 43]);
});

test("text that cannot be a token is none", () => {
  for (const text of [
    "",
    "A".repeat(63),
    "A".repeat(65),
    `${"A".repeat(63)}=`,
    `${"A".repeat(63)}+`,
    ` ${"A".repeat(64)}`,
    `${"A".repeat(64)}\n`,
  ])
    expect(readRefreshToken(text)).toBeNull();
});
