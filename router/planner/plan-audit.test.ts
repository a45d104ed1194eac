import { expect, test } from "bun:test";
import { parse } from "graphql";
import { readOwnership } from "../supergraph/ownership.ts";
import { faultOf as faultIn } from "./plan-audit.ts";
import type { PlanNode, Requirement } from "./planner.ts";

const LINK = `schema @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION) { query: Query }`;
const TYPES = `
    enum join__Graph { A @join__graph(name: "a") B @join__graph(name: "b") }
    type Query @join__type(graph: A) @join__type(graph: B) {
      item: Item @join__field(graph: B)
      sold: Item @join__field(graph: B, provides: "name")
      named: Named @join__field(graph: B)
      stored: Item @join__field(graph: A)
    }
    interface Named @join__type(graph: B) { name: String }
    type Item implements Named @join__implements(graph: B, interface: "Named") @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
      id: ID!
      name: String @join__field(graph: A) @join__field(graph: B, external: true)
      weight(unit: String): Int @join__field(graph: A) @join__field(graph: B, external: true)
      old: Int @join__field(graph: A, override: "b")
      label: String @join__field(graph: B, requires: "name")
      parcel: String @join__field(graph: B, requires: "weight(unit: 1)")
      crate: String @join__field(graph: B, requires: "weight(unit: 2)")
    }
`;
const ownership = readOwnership(parse(LINK + TYPES));

const root = (text: string): PlanNode => ({
  kind: "fetch",
  subgraph: "b",
  operation: { kind: "query", text, name: null, variables: [] },
  outputRewrites: [],
  keys: new Set(),
});

function entities(text: string, sent: readonly string[]): PlanNode {
  const requires = sent.map((name): Requirement => ({ kind: "field", name, as: name, selections: null }));
  return {
    kind: "entities",
    subgraph: "b",
    operation: { kind: "query", text: `{ e: _entities(representations: []) { ... on Item { ${text} } } }`, name: null, variables: [] },
    batches: [{ responseKey: "e", variable: "r", paths: [], requires, inputRewrites: [], outputRewrites: [], keys: new Set() }],
  };
}

const faultOf = (plan: PlanNode) => faultIn(plan, ownership);

test("a subgraph may be asked for what it owns, and for what it provides where it provides it", () => {
  for (const text of ["{ item { id __typename } }", "{ sold { name label } }", "{ named { __typename } }"]) {
    expect(faultOf(root(text))).toBeNull();
  }
});

test("a subgraph that only mentions a field, or lost it, cannot be asked for it", () => {
  expect(faultOf(root("{ item { name } }"))).toBe("b is asked for Item.name, which it cannot resolve there");
  expect(faultOf(root("{ named { name } }"))).toBe("b is asked for Named.name, which it cannot resolve there");
  expect(faultOf(root("{ item { old } }"))).toBe("b is asked for Item.old, which it cannot resolve there");
});

test("what a field requires must have been sent", () => {
  expect(faultOf(entities("label", ["id", "name"]))).toBeNull();
  expect(faultOf(entities("label", ["id"]))).toBe("b is asked for Item.label, which it cannot resolve there");
  expect(faultOf(root("{ item { label } }"))).toBe("b is asked for Item.label, which it cannot resolve there");
});

test("nothing is a fault where the composed schema does not say all of it", () => {
  const fault = (supergraph: string) => faultIn(root("{ item { name } }"), readOwnership(parse(supergraph)));
  expect(fault(TYPES)).toBeNull();
  expect(fault(`schema @core(feature: "https://specs.apollo.dev/join/v0.1") { query: Query } ${TYPES}`)).toBeNull();
  expect(fault(LINK + TYPES)).not.toBeNull();
});

test("an object is asked for something of it", () => {
  expect(faultOf(root("{ item }"))).toBe("b is asked for Query.item without saying what of it");
});

test("what a field requires must have been asked for as it requires it", () => {
  const plan = (asked: string, ...fields: string[]): PlanNode => ({
    kind: "sequence",
    nodes: [{ ...root(`{ stored { id ${asked} } }`), subgraph: "a" } as PlanNode, ...fields.map((field) => entities(field, ["weight"]))],
  });
  expect(faultOf(plan("weight(unit: 1)", "parcel"))).toBeNull();
  expect(faultOf(plan("weight(unit: 2)", "parcel"))).toBe("b is asked for Item.parcel, with weight as something else requires it");
  expect(faultOf(plan("weight(unit: 1) _alias: weight(unit: 2)", "parcel", "crate"))).toContain("Item.crate");
  const twice: PlanNode = { kind: "sequence", nodes: [plan("weight(unit: 1)", "parcel"), plan("weight(unit: 2)", "crate")] };
  expect(faultOf(twice)).toContain("weight as something else requires it");
  expect(faultOf({ ...twice, separately: new Set(["weight"]) })).toBeNull();
});
