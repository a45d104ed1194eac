import { expect, test } from "bun:test";
import { getOperationAST, type OperationDefinitionNode, parse, print, type SelectionSetNode, stripIgnoredCharacters } from "graphql";
import { type PlaceStep, splitDefers } from "./defer-split.ts";
import { prepareOperation } from "./operation.ts";

const HAZARDS = { fieldNames: new Set<string>(), requiredWithArguments: new Map<string, Set<string>>() };

function split(text: string, on: readonly string[] = [], isLeftForLater?: (id: number) => boolean) {
  const document = parse(text);
  const operation = getOperationAST(document) as OperationDefinitionNode;
  return splitDefers({ ...prepareOperation(document, operation, HAZARDS), isTrue: (name) => on.includes(name) }, isLeftForLater);
}

const textOf = (selectionSet: SelectionSetNode) => stripIgnoredCharacters(print(selectionSet));
const placeOf = (place: readonly PlaceStep[]) => place.map((step) => (step.kind === "field" ? step.key : `|${step.name}`)).join(" ");
const shown = ({ primary, deferred }: ReturnType<typeof split>) => [
  textOf(primary),
  ...deferred.map(
    ({ id, label, parent, place, selectionSet }) => `${id} ${label} in ${parent} at ${placeOf(place)}: ${textOf(selectionSet)}`,
  ),
];

test("a named fragment is as many deferred ones as it is spread", () => {
  const text = `{ a { x ...F @defer(label: "one") } b: a { ...G } } fragment F on T { y } fragment G on T { z ...F @defer }`;
  expect(shown(split(text))).toEqual(["{a{x}b:a{...on T{z}}}", "0 one in null at a |T: {y}", "1 null in null at b |T |T: {y}"]);
});

test("a fragment inside another comes after it", () => {
  expect(shown(split(`{ ... @defer(label: "out") { a { x ... on T @defer(label: "in") { y { z } } } } }`))).toEqual([
    "",
    "0 out in null at : {a{x}}",
    "1 in in 0 at a |T: {y{z}}",
  ]);
});

test("what is off, or not left for later, stays where it is; conditions are settled", () => {
  const text = `query ($d: Boolean!, $s: Boolean!) { a { ... @defer(if: $d) { x } ... @defer(if: false) { y } ... @defer { z @skip(if: $s) v } } }`;
  expect(shown(split(text, ["d"]))).toEqual(["{a{...{y}}}", "0 null in null at a: {x}", "1 null in null at a: {z v}"]);
  expect(shown(split(text, ["s"]))).toEqual(["{a{...{x}...{y}}}", "0 null in null at a: {v}"]);
  expect(shown(split(text, ["d"], (id) => id === 1))).toEqual(["{a{...{x}...{y}}}", "1 null in null at a: {z v}"]);
});
