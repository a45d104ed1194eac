import { expect, test } from "bun:test";
import { parse, Source } from "graphql";
import { ContractError, type SubgraphSource } from "./subgraphs.ts";
import { composeSupergraph } from "./supergraph.ts";

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@inaccessible"])\n`;

function subgraph(name: string, sdl: string): SubgraphSource {
  const schemaPath = `contracts/graphql/${name}.graphql`;
  return { name, url: `http://127.0.0.1/${name}`, schemaPath, schema: parse(new Source(LINK + sdl, schemaPath)) };
}

/** What is said of two subgraphs, the lines of their SDL counted from 2. */
function complaints(orders: string, payments: string): readonly string[] {
  try {
    composeSupergraph([subgraph("orders", orders), subgraph("payments", payments)]);
  } catch (error) {
    if (error instanceof ContractError) return error.problems;
    throw error;
  }
  return [];
}

const QUERY = "type Query { ok: Int }\n";
const KEYED = 'type Order @key(fields: "id") {\n  id: ID!\n  total: Int\n}';

test("an error between subgraphs has the place, the code, and the other places", () => {
  expect(complaints(`${QUERY}${KEYED}`, KEYED.replace("total: Int", "total: String"))).toContain(
    [
      'contracts/graphql/orders.graphql:5:3 FIELD_TYPE_MISMATCH Type of field "Order.total" is incompatible across subgraphs: it has type "Int" in subgraph "orders" but type "String" in subgraph "payments"',
      "    see contracts/graphql/payments.graphql:4:3",
    ].join("\n"),
  );
});

test.each([
  ["KEY_INVALID_FIELDS", `type Order @key(fields: "nope") {\n  id: ID!\n}`, "4:12"],
  ["INVALID_GRAPHQL", `type Order {\n  of: Nothing\n}`, "5:7"],
  ["REQUIRES_INVALID_FIELDS", KEYED.replace("total: Int", 'total: Int @requires(fields: "x")'), "6:14"],
  ["REFERENCED_INACCESSIBLE", `extend type Query {\n  hidden: Hidden\n}\ntype Hidden @inaccessible { id: ID }`, "7:1"],
])("%s has its place", (code, sdl, place) => {
  expect(complaints("scalar Money", `${QUERY}\n${sdl}`)[0]).toStartWith(`contracts/graphql/payments.graphql:${place} ${code} `);
});

test("where composition gives no place, what it names is looked up", () => {
  // No way from orders to Order.paid: the key is not resolvable.
  const unreachable = complaints(
    `type Query {\n  order: Order\n}\ntype Order @key(fields: "id") {\n  id: ID!\n}`,
    `type Order @key(fields: "id", resolvable: false) {\n  id: ID!\n  paid: Int\n}`,
  );
  expect(unreachable).toHaveLength(1);
  expect(unreachable[0]).toStartWith("contracts/graphql/payments.graphql:4:3 SATISFIABILITY_ERROR The following supergraph API query:");

  expect(complaints(`${QUERY}type Order {\n  id: ID!\n  total: Int\n  total: Int\n}`, QUERY)).toEqual([
    "contracts/graphql/orders.graphql:6:3 INVALID_GRAPHQL [orders] Field total already exists on Order\n    see contracts/graphql/orders.graphql:5:3",
  ]);
  expect(complaints(QUERY, `${QUERY}type Order { id: ID }\ntype Order { id: ID }`)).toEqual([
    'contracts/graphql/payments.graphql:4:1 INVALID_GRAPHQL [payments] There can be only one type named "Order"\n    see contracts/graphql/payments.graphql:3:1',
  ]);
});

test("what is about no definition points at the files", () => {
  expect(complaints(KEYED, "scalar Money").map((text) => text.replace(/ No queries.*/, ""))).toEqual([
    "contracts/graphql/orders.graphql:1:1 NO_QUERIES\n    see contracts/graphql/payments.graphql:1:1",
  ]);
});
