import { expect, test } from "bun:test";
import { getOperationAST, parse, print, stripIgnoredCharacters } from "graphql";
import { prepareOperation } from "./operation.ts";

function prepared(text: string) {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("no operation");
  const { text: forSubgraphs, introspection, conditionVariables } = prepareOperation(document, operation);
  return {
    forSubgraphs: forSubgraphs === null ? null : stripIgnoredCharacters(forSubgraphs),
    introspection: introspection === null ? null : stripIgnoredCharacters(print(introspection)),
    conditionVariables,
  };
}

test("what the router answers itself is not planned", () => {
  expect(prepared("{ __typename t: __typename }")).toEqual({ forSubgraphs: null, introspection: null, conditionVariables: [] });
  expect(prepared("{ __schema { queryType { name } } a { __typename } }")).toMatchObject({
    forSubgraphs: "{a{__typename}}",
    introspection: "{__schema{queryType{name}}}",
  });
});

test("a fragment on the root may be answered in part here and in part there", () => {
  expect(
    prepared(
      "query Q { ...F } fragment F on Query { a ...G __schema { types { ...T } } } fragment G on Query { b { ...H } } fragment H on B { c } fragment T on __Type { name }",
    ),
  ).toMatchObject({
    forSubgraphs: "query Q{...{a ...{b{...H}}}}fragment H on B{c}",
    introspection: "query Q{...{__schema{types{...T}}}}fragment T on __Type{name}",
  });
});

test("what can never be included is not planned; what may be, is", () => {
  expect(
    prepared("query ($a: Boolean!) { a @skip(if: true) ... @include(if: false) { b } c @skip(if: $a) @include(if: $a) }").forSubgraphs,
  ).toBe("query($a:Boolean!){c@skip(if:$a)@include(if:$a)}");
});

test("the variables of conditions are found wherever they are", () => {
  expect(
    prepared("query ($x: Boolean!, $y: Boolean!, $z: Int) { a(n: $z) @include(if: $y) { ...F } } fragment F on A { b @skip(if: $x) }")
      .conditionVariables,
  ).toEqual(["x", "y"]);
});
