import { expect, test } from "bun:test";
import { getOperationAST, parse, print, stripIgnoredCharacters } from "graphql";
import { prepareOperation, textForSubgraphs } from "./operation.ts";

function prepared(text: string, isTrue: (name: string) => boolean = () => false) {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error("no operation");
  const taken = prepareOperation(document, operation, {
    fieldNames: new Set(["price"]),
    requiredWithArguments: new Map([["weight", new Set(["unit: KG"])]]),
  });
  const { introspection, conditionVariables } = taken;
  const forSubgraphs = textForSubgraphs(taken, isTrue);
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
    forSubgraphs: "query Q{...{a ...{b{__typename ...H}}}}fragment H on B{c}",
    introspection: "query Q{...{__schema{types{...T}}}}fragment T on __Type{name}",
  });
});

test("conditions are settled before planning", () => {
  const document =
    "query ($a: Boolean!) { a @skip(if: true) ... @include(if: false) { b } c @skip(if: $a) { d @include(if: $a) } ... @include(if: $a) { e { ...F } } } fragment F on E { f @skip(if: $a) }";
  expect(prepared(document).forSubgraphs).toBe("query($a:Boolean!){c{__typename}}");
  expect(prepared(document, () => true).forSubgraphs).toBe("query($a:Boolean!){...{e{__typename ...F}}}fragment F on E{__typename}");
});

test("names of types are asked for plainly", () => {
  expect(prepared("query ($a: Boolean!) { x { t: __typename y { __typename @skip(if: $a) } } }").forSubgraphs).toBe(
    "query($a:Boolean!){x{__typename y{__typename}}}",
  );
});

test("the variables of conditions are found wherever they are", () => {
  expect(
    prepared("query ($x: Boolean!, $y: Boolean!, $z: Int) { a(n: $z) @include(if: $y) { ...F } } fragment F on A { b @skip(if: $x) }")
      .conditionVariables,
  ).toEqual(["x", "y"]);
});
