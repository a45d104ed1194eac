import { expect, test } from "bun:test";
import { parse, print, stripIgnoredCharacters } from "graphql";
import { settleConditions } from "./settle-conditions.ts";

const settled = (text: string, ...named: readonly string[]) =>
  stripIgnoredCharacters(print(settleConditions(parse(text), (name) => named.includes(name))));

test("what is not included goes, and no condition stays", () => {
  const document =
    "query ($a: Boolean!) { x @include(if: $a) y @skip(if: $a) ...F @include(if: $a) ... @skip(if: $a) { z } } fragment F on Query { w @skip(if: false) }";
  expect(settled(document, "a")).toBe("query($a:Boolean!){x ...F}fragment F on Query{w}");
  expect(settled(document)).toBe("query($a:Boolean!){y ...{z}}fragment F on Query{w}");
});

test("both conditions of a field count", () => {
  const document = "query ($a: Boolean!, $b: Boolean!) { x @skip(if: $a) @include(if: $b) y }";
  expect(settled(document, "b")).toBe("query($a:Boolean!$b:Boolean!){x y}");
  expect(settled(document, "a", "b")).toBe("query($a:Boolean!$b:Boolean!){y}");
});

test("an object of which nothing is left is still an object", () => {
  expect(settled("query ($a: Boolean!) { x { y @include(if: $a) } }")).toBe("query($a:Boolean!){x{__typename}}");
});

test("other directives go: subgraphs need not know them", () => {
  expect(settled("{ x @other(n: 1) @skip(if: false) }")).toBe("{x}");
});
