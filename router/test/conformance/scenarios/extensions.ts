import { always, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;
const users = [
  { id: "u1", rid: "r1", name: "Ada" },
  { id: "u2", rid: "r2", name: "Bob" },
];
const owner = { __resolveReference: ({ id }: Entity) => users.find((one) => one.id === id) ?? null };
const extension = {
  Query: { userB: always({ id: "u2", name: "Bob" }), plainB: always({ id: "u1" }) },
  User: { __resolveReference: ({ id }: Entity) => users.find((one) => one.id === id) ?? null, nick: ({ id }: Entity) => `nick ${id}` },
};
const FED2 = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable", "@external", "@provides", "@extends", "@override", "@requires"])\n`;

const cases: Scenario["cases"] = [
  { query: "{ randomUser { id rid name nick } }", data: { randomUser: { id: "u1", rid: "r1", name: "Ada", nick: "nick u1" } } },
  { query: "{ userB { id name rid nick } }", data: { userB: { id: "u2", name: "Bob", rid: "r2", nick: "nick u2" } } },
  { query: "{ plainB { id name } }", data: { plainB: { id: "u1", name: "Ada" } } },
  { query: "{ plainB { nick } randomUser { nick } }", data: { plainB: { nick: "nick u1" }, randomUser: { nick: "nick u1" } } },
];

function extended(
  name: string,
  first: { readonly link: string; readonly key: string },
  second: { readonly link: string; readonly head: string },
): Scenario {
  return {
    name,
    subgraphs: [
      {
        name: "a",
        link: first.link,
        typeDefs: `type Query { randomUser: User } ${first.key} { id: ID! rid: ID name: String!${first.link === "" ? "" : " @shareable"} }`,
        resolvers: { Query: { randomUser: always(users[0]) }, User: owner },
      },
      {
        name: "b",
        link: second.link,
        typeDefs: `${second.head} type Query { userB: User @provides(fields: "name") plainB: User }`,
        resolvers: extension,
      },
    ],
    cases,
  };
}

const BODY = "{ id: ID! @external name: String! @external nick: String }";

const mysterious: Scenario = {
  name: "an @external field that nothing uses",
  subgraphs: [
    {
      name: "a",
      link: FED2,
      typeDefs: `type Query { product: Product } type Product @key(fields: "id") { id: ID! name: String }`,
      resolvers: {
        Query: { product: always({ id: "1", name: "One" }) },
        Product: { __resolveReference: ({ id }: Entity) => ({ id, name: "One" }) },
      },
    },
    {
      name: "b",
      link: "",
      typeDefs: `type Product @key(fields: "id") @extends { id: ID! @external price: Float! name: String @external }`,
      resolvers: { Product: { __resolveReference: (one: Entity) => one, price: always(1.5), name: always("must not be asked for") } },
    },
  ],
  cases: [
    { query: "{ product { id price } }", data: { product: { id: "1", price: 1.5 } } },
    { query: "{ product { id name price } }", data: { product: { id: "1", name: "One", price: 1.5 } } },
  ],
};

const resolvable: Scenario = {
  name: "federation 1, @extends with keys of which one is external",
  subgraphs: [
    {
      name: "a",
      link: "",
      typeDefs: `type Query { productA: Product } type Product @key(fields: "id") @key(fields: "upc") { id: ID upc: String name: String }`,
      resolvers: {
        Query: { productA: always({ id: "p1", upc: "upc1", name: "One" }) },
        Product: { __resolveReference: (one: Entity) => ({ id: "p1", upc: "upc1", name: "One", ...one }) },
      },
    },
    {
      name: "b",
      link: "",
      typeDefs: `type Query { productB: Product } extend type Product @key(fields: "upc") { upc: String @external id: ID @external price: Float }`,
      resolvers: {
        Query: { productB: always({ id: "p1", upc: "upc1" }) },
        Product: { __resolveReference: (one: Entity) => one, price: always(12.3) },
      },
    },
  ],
  cases: [
    { query: "{ productB { id upc name price } }", data: { productB: { id: "p1", upc: "upc1", name: "One", price: 12.3 } } },
    { query: "{ productA { price } }", data: { productA: { price: 12.3 } } },
  ],
};

/** Extensions of federation 1 and 2. */
export const extensions: readonly Scenario[] = [
  extended(
    "federation 1, @extends",
    { link: "", key: `type User @key(fields: "id")` },
    { link: "", head: `type User @key(fields: "id") @extends ${BODY}` },
  ),
  extended(
    "federation 1, extend type",
    { link: "", key: `type User @key(fields: "id")` },
    { link: "", head: `extend type User @key(fields: "id") ${BODY}` },
  ),
  extended(
    "federation 2, @extends",
    { link: FED2, key: `type User @key(fields: "id")` },
    { link: FED2, head: `type User @key(fields: "id") @extends ${BODY}` },
  ),
  extended(
    "federation 2, extend type",
    { link: FED2, key: `type User @key(fields: "id")` },
    { link: FED2, head: `extend type User @key(fields: "id") ${BODY}` },
  ),
  mysterious,
  resolvable,
];
