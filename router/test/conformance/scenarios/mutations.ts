import type { Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;

function counter() {
  let count = 0;
  return {
    set: (_root: unknown, { to }: Entity) => {
      count = Number(to);
      return { id: "1" };
    },
    read: () => count,
  };
}

const { set, read } = counter();

/** Mutations one after the other. */
export const mutations: readonly Scenario[] = [
  {
    name: "mutations of one subgraph, of whose effect another one tells",
    subgraphs: [
      {
        name: "writer",
        typeDefs: `type Query { one: Counter } type Mutation { set(to: Int!): Counter } type Counter @key(fields: "id") { id: ID! }`,
        resolvers: { Mutation: { set } },
      },
      {
        name: "reader",
        typeDefs: `type Counter @key(fields: "id") { id: ID! count: Int }`,
        resolvers: { Counter: { __resolveReference: (one: Entity) => one, count: read } },
      },
    ],
    cases: [
      {
        query: "mutation { a: set(to: 1) { count } b: set(to: 2) { id } c: set(to: 3) { count } }",
        data: { a: { count: 1 }, b: { id: "1" }, c: { count: 3 } },
      },
      {
        query:
          "mutation { ...First b: set(to: 5) { count } ... { a: set(to: 4) { id } } } fragment First on Mutation { a: set(to: 4) { count } }",
        data: { a: { count: 4, id: "1" }, b: { count: 5 } },
      },
    ],
  },
];
