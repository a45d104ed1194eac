import { expect, test } from "bun:test";
import { parse } from "graphql";
import { readEntityIndex } from "./entity-index.ts";

const index = readEntityIndex(
  parse(`
    enum join__Graph { A_1 @join__graph(name: "a-1", url: "http://a") B @join__graph(name: "b", url: "http://b") }
    type Thing
      @join__type(graph: A_1, key: "sku")
      @join__type(graph: A_1, key: "owner { id } id")
      @join__type(graph: A_1, key: " id  kind ")
      @join__type(graph: B, key: "id", resolvable: false) {
      id: ID!
      kind: String
      sku: String @join__field(graph: A_1, external: true) @join__field(graph: B)
      both: Int
      moved: Int @join__field(graph: A_1, override: "b") @join__field(graph: B, usedOverridden: true)
      moving: Int @join__field(graph: A_1, override: "b", overrideLabel: "percent(5)") @join__field(graph: B)
      derived: Int @join__field(graph: A_1, requires: "both")
    }
    type Other @join__type(graph: A_1) { id: ID! }
  `),
);

test("a key is one that the subgraph finds entities by, of plain fields that it answers itself", () => {
  expect(index.keyFor("Thing", "a-1")).toEqual(["id", "kind"]);
  expect(index.keyFor("Thing", "b")).toBeNull();
  expect(index.keyFor("Other", "a-1")).toBeNull();
  expect(index.keyFor("Nothing", "a-1")).toBeNull();
});

test("a field is answered where nothing is reserved", () => {
  const resolved = (subgraph: string) =>
    ["both", "sku", "moved", "moving", "derived", "nothing"].filter((name) => index.isResolved({ type: "Thing", name }, subgraph));
  expect(resolved("a-1")).toEqual(["both", "moved"]);
  expect(resolved("b")).toEqual(["both", "sku", "moving"]);
});
