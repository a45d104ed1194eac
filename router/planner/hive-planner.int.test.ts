import { afterAll, expect, test } from "bun:test";
import { fileURLToPath } from "node:url";
import { createHivePlanner } from "./hive-planner.ts";
import { type PlanNode, PlanningError } from "./planner.ts";

const supergraph = await Bun.file(fileURLToPath(import.meta.resolve("@mercato/contracts/graphql/supergraph.graphql"))).text();
const planner = await createHivePlanner({
  supergraphSdl: supergraph,
  log: { warn: () => {} },
  createFallback: () => Promise.reject(new Error("nothing here ends the planner")),
});
afterAll(() => planner.close());
const plan = (text: string) => planner.plan({ text, roll: 0 });

/** The subgraphs of a plan: `a > b` one after the other, `(a | b)` side by side. */
function outline(node: PlanNode): string {
  if (node.kind === "sequence") return node.nodes.map(outline).join(" > ");
  return node.kind === "parallel" ? `(${node.nodes.map(outline).toSorted().join(" | ")})` : node.subgraph;
}

test("an operation becomes a plan in our form", async () => {
  expect(await plan(`query ($id: ID!) { order(id: $id) { id payment { status } } }`)).toEqual({
    kind: "sequence",
    nodes: [
      {
        kind: "fetch",
        subgraph: "orders",
        operation: { kind: "query", text: "query($id:ID!){order(id: $id){__typename id}}", name: null, variables: ["id"] },
        outputRewrites: [],
        keys: new Set(["order"]),
      },
      {
        kind: "entities",
        subgraph: "payments",
        operation: {
          kind: "query",
          text: "query($representations:[_Any!]!){_entities(representations: $representations){...on Order{payment{status}}}}",
          name: null,
          variables: [],
        },
        batches: [
          {
            responseKey: "_entities",
            variable: "representations",
            paths: [[{ kind: "field", name: "order" }]],
            requires: [
              {
                kind: "type",
                name: "Order",
                selections: [
                  { kind: "field", name: "__typename", as: "__typename", selections: null },
                  { kind: "field", name: "id", as: "id", selections: null },
                ],
              },
            ],
            inputRewrites: [],
            outputRewrites: [],
            keys: new Set(["payment"]),
          },
        ],
      },
    ],
  });
});

test("independent subgraphs are asked side by side", async () => {
  const text = `{ products { nodes { variants { sku availability { available } offer { available } } } } me { id } }`;
  expect(outline(await plan(text))).toBe("(accounts | catalog) > (inventory | orders)");
});

test("entities of one subgraph in several places are asked for in one fetch", async () => {
  const node = await plan(
    `{ me { orders { nodes { lines { variant { title } } } } } product(slug: "a") { id } variant(sku: "x") { availability { available } product { variants { availability { available } } } } }`,
  );
  expect(outline(node).match(/inventory/g)).toHaveLength(1);
});

test("what cannot be planned is a PlanningError", async () => {
  expect(await plan("{ nothing }").catch((error: unknown) => error)).toBeInstanceOf(PlanningError);
  expect(await plan("subscription { nothing }").catch((error: unknown) => error)).toBeInstanceOf(PlanningError);
});
