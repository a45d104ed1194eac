import { afterAll, expect, test } from "bun:test";
import { fileURLToPath } from "node:url";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { createPlanner } from "./create-planner.ts";
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

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@external", "@interfaceObject", "@override"]) `;

function composedOf(subgraphs: readonly string[]): string {
  const result = composeServices(
    subgraphs.map((typeDefs, index) => ({ name: `s${index}`, url: "http://subgraph", typeDefs: parse(LINK + typeDefs) })),
  );
  if (result.errors) throw new Error(result.errors.map(({ message }) => message).join("\n"));
  return result.supergraphSdl;
}

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

const FATAL = "{ departments { ... on Fish { photo { thumbnail(width: 1) } } ... on Birds { photo { thumbnail(width: 2) } } } }";

test("an operation that ends the native planner ends neither the router nor the planning of others, and is planned by the other planner", async () => {
  const supergraphSdl = composedOf([
    `type Query { departments: [Department!] } interface Department { id: ID! } type Fish implements Department { id: ID! photo: Photo } type Birds implements Department { id: ID! photo: Photo } type Photo @key(fields: "id") { id: ID! }`,
    `type Photo @key(fields: "id") { id: ID! thumbnail(width: Int!): String }`,
  ]);
  const warnings: string[] = [];
  const risky = await createPlanner({
    planner: "hive",
    supergraphSdl,
    log: { warn: (message: unknown) => void warnings.push(String(message)) },
  });
  const outlines = await Promise.all(
    [FATAL, "{ departments { id } }", FATAL].map(async (text) => outline(await risky.plan({ text, roll: 0 }))),
  );
  risky.close();
  expect(outlines).toEqual(["s0 > (s1 | s1)", "s0", "s0 > (s1 | s1)"]);
  expect(warnings).toHaveLength(2);
});

const OF_LIBRARY = [
  `type Query { marks: [Work] } type Work @interfaceObject @key(fields: "id") { id: ID! mark: Int }`,
  `type Note @key(fields: "id") { id: ID! text: String @override(from: "s0") }`,
  `type Query { works: [Work] } interface Work @key(fields: "id") { id: ID! } type Film implements Work @key(fields: "id") { id: ID! minutes: Int } type Book implements Work @key(fields: "id") { id: ID! pages: Int }`,
];

test("the way from an @interfaceObject to the types behind it is found wherever the interface is defined, under the subgraphs' own names", async () => {
  for (const order of [OF_LIBRARY, OF_LIBRARY.toReversed()]) {
    const library = await createHivePlanner({
      supergraphSdl: composedOf(order),
      log: { warn: () => {} },
      createFallback: () => Promise.reject(new Error("the native planner finds it")),
    });
    const node = await library.plan({ text: "{ marks { mark ... on Film { minutes } } }", roll: 0 });
    library.close();
    expect(outline(node)).toBe(order === OF_LIBRARY ? "s0 > s2" : "s2 > s0");
  }
});
