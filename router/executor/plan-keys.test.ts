import { expect, test } from "bun:test";
import { type FieldNode, parse, visit } from "graphql";
import { clientKey, clientPath, createPlanKeys } from "./plan-keys.ts";

const hazards = { fieldNames: new Set(["price", "name"]), requiredWithArguments: new Map([["weight", new Set(["unit: KG"])]]) };

/** Of each field of a document, whether it keeps its response key. */
function kept(text: string): Readonly<Record<string, boolean>> {
  const { definitions } = parse(text, { noLocation: true });
  const keys = createPlanKeys(definitions, hazards);
  const fields: FieldNode[] = [];
  for (const definition of definitions) visit(definition, { Field: (field) => void fields.push(field) });
  return Object.fromEntries(
    fields.map((field) => [(field.alias ?? field.name).value, keys.keyFor(field) === (field.alias ?? field.name).value]),
  );
}

test("what cannot be mixed up keeps its key", () => {
  expect(kept("{ price cost: price(in: EUR) name __typename }")).toEqual({ price: true, cost: true, name: true, __typename: true });
});

test("an alias that is the name of a field, and a field that is required with arguments, get keys of our own", () => {
  expect(kept("{ price: name weight w: weight }")).toEqual({ price: false, weight: false, w: false });
});

test("a key that stands for two things gets two keys, and for one thing twice, one", () => {
  const { definitions } = parse("{ a { k: x(n: 1) } b { k: x(n: 2) } c { k: x(n: 1) } }", { noLocation: true });
  const keys = createPlanKeys(definitions, hazards);
  const planned: string[] = [];
  for (const definition of definitions)
    visit(definition, { Field: (field) => void (field.name.value === "x" && planned.push(keys.keyFor(field))) });
  expect(planned[0]).not.toBe(planned[1] ?? "");
  expect(planned[0]).toBe(planned[2] ?? "");
  expect(planned.map(clientKey)).toEqual(["k", "k", "k"]);
});

test("a key that looks like one of ours or of a planner's gets one of our own, and comes back whole", () => {
  expect(kept("{ _r12_x _id _mine: cost price__alias_0: cost _r3_: name }")).toEqual({
    _r12_x: false,
    _id: true,
    _mine: false,
    price__alias_0: false,
    _r3_: false,
  });
  const [definition] = parse("{ _r12_x: cost }", { noLocation: true }).definitions;
  if (definition === undefined) throw new Error("The document has a definition.");
  const keys = createPlanKeys([definition], hazards);
  visit(definition, { Field: (field) => void expect(clientPath([0, keys.keyFor(field)])).toEqual([0, "_r12_x"]) });
});

test("the client's path is found again", () => {
  expect(clientPath(["items", 3, "_r1a2b_price", "_rest"])).toEqual(["items", 3, "price", "_rest"]);
});
