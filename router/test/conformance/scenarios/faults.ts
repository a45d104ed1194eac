import { always, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;

const fail = (message: string) => () => {
  throw new Error(message);
};

/** Errors at their exact places, null propagation, partial data. */
export const faults: readonly Scenario[] = [
  {
    name: "errors and nulls",
    subgraphs: [
      {
        name: "a",
        typeDefs: `type Query { orders: [Order] order: Order must: Order! grid: [[Order!]!] broken: Order odd: Int } type Order @key(fields: "id") { id: ID! bad: String lines: [Line!] } type Line { n: Int! product: Product } type Product @key(fields: "id") { id: ID! }`,
        resolvers: {
          Query: {
            orders: always([{ id: "o1" }, { id: "o2" }]),
            order: always({ id: "o1" }),
            must: always({ id: "o2" }),
            grid: always([[{ id: "o1" }], [{ id: "o2" }]]),
            broken: fail("broken"),
          },
          Order: {
            __resolveReference: (one: Entity) => one,
            bad: fail("bad"),
            lines: always([
              { n: 1, product: { id: "p1" } },
              { n: 2, product: { id: "p2" } },
            ]),
          },
        },
      },
      {
        name: "b",
        typeDefs: `type Order @key(fields: "id") { id: ID! state: String must: Int! tags: [String!] owner: Owner } type Owner { name: String! age: Int } type Product @key(fields: "id") { id: ID! price: Int! name: String }`,
        resolvers: {
          Order: {
            __resolveReference: (one: Entity) => one,
            state: ({ id }: Entity) => (id === "o2" ? fail("no state")() : "ok"),
            must: ({ id }: Entity) => (id === "o2" ? fail("no must")() : 1),
            tags: ({ id }: Entity) => (id === "o2" ? ["x", null] : ["x"]),
            owner: ({ id }: Entity) => ({ name: id === "o2" ? fail("no name")() : "Ada", age: 3 }),
          },
          Product: { __resolveReference: async ({ id }: Entity) => (id === "p2" ? fail("no product")() : { id, price: 3, name: "One" }) },
        },
      },
    ],
    cases: [
      {
        query: "{ orders { id state } }",
        data: {
          orders: [
            { id: "o1", state: "ok" },
            { id: "o2", state: null },
          ],
        },
        errors: ["orders.1.state"],
      },
      { query: "{ all: orders { s: state } }", data: { all: [{ s: "ok" }, { s: null }] }, errors: ["all.1.s"] },
      { query: "{ orders { must } order { must } }", data: { orders: [{ must: 1 }, null], order: { must: 1 } }, errors: ["orders.1.must"] },
      { query: "{ grid { must } }", data: { grid: null }, errors: ["grid.1.0.must"] },
      { query: "{ must { must } }", data: null, errors: ["must.must"] },
      { query: "{ must { id } order { bad } }", data: { must: { id: "o2" }, order: { bad: null } }, errors: ["order.bad"] },
      {
        query: "{ orders { tags owner { name } } }",
        data: {
          orders: [
            { tags: ["x"], owner: { name: "Ada" } },
            { tags: null, owner: null },
          ],
        },
        errors: ["orders.1.owner", "orders.1.tags.1"],
      },
      { query: "{ broken { state } order { state } }", data: { broken: null, order: { state: "ok" } }, errors: ["broken"] },
      {
        query: "{ order { lines { n product { id name } } } }",
        data: {
          order: {
            lines: [
              { n: 1, product: { id: "p1", name: "One" } },
              { n: 2, product: { id: "p2", name: null } },
            ],
          },
        },
        errors: ["order.lines.1.product.name"],
      },
      {
        query: "{ order { lines { product { price } } } }",
        data: { order: { lines: [{ product: { price: 3 } }, { product: null }] } },
        errors: ["order.lines.1.product.price"],
      },
    ],
  },
];
