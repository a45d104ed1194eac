import { expect, test } from "bun:test";
import { parse } from "graphql";
import { dataBytes, documentBytes } from "./estimate.ts";

test("a document is estimated by its tokens and its text, not by one of them alone", () => {
  const sized = (text: string) => documentBytes(parse(text), text);
  const fields = sized(`{ ${"a ".repeat(1_000)} }`);
  expect(fields).toBeGreaterThan(450_000);
  expect(fields).toBeLessThan(550_000);
  const comment = sized(`{ a } # ${"x".repeat(2_000)}`);
  expect(comment).toBeGreaterThan(4_000);
  expect(comment).toBeLessThan(10_000);
});

test("one that does not know its tokens is taken for a dense one", () => {
  const text = "{ a b c }";
  expect(documentBytes(parse(text, { noLocation: true }), text)).toBeGreaterThan(2_000);
});

test("data are estimated by all that they are made of, shared parts and rings once", () => {
  const part = { text: "x".repeat(1_000) };
  const once = dataBytes({ a: part });
  expect(once).toBeGreaterThan(2_000);
  expect(dataBytes({ a: part, b: part }) - once).toBeLessThan(100);
  expect(dataBytes({ a: part, b: { ...part } }) - once).toBeGreaterThan(2_000);
  expect(dataBytes(new Map([["key", new Set([part, "y".repeat(1_000)])]]))).toBeGreaterThan(4_000);
  const ring: Record<string, unknown> = {};
  ring["self"] = ring;
  expect(dataBytes(ring)).toBeLessThan(100);
});

test("what is nested too deep for a call stack is estimated all the same", () => {
  let nested: object = {};
  for (let i = 0; i < 100_000; i += 1) nested = { nested };
  expect(dataBytes(nested)).toBeGreaterThan(4_000_000);
});
