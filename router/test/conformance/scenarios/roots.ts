import { always, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;

const shared: Scenario = {
  name: "root fields and value types that several subgraphs share",
  subgraphs: [
    {
      name: "names",
      typeDefs: `type Query { product: Product @shareable products: [Product] @shareable } type Product { id: ID! @shareable name: Name! } type Name { id: ID! brand: String! }`,
      resolvers: {
        Query: {
          product: always({ id: "1", name: { id: "n", brand: "Acme" } }),
          products: always([{ id: "1", name: { id: "n", brand: "Acme" } }]),
        },
      },
    },
    {
      name: "prices",
      typeDefs: `type Query { product: Product @shareable products: [Product] @shareable } type Product { id: ID! @shareable price: Price! } type Price { id: ID! amount: Int! currency: String! }`,
      resolvers: {
        Query: {
          product: always({ id: "1", price: { id: "p", amount: 5, currency: "EUR" } }),
          products: always([{ id: "1", price: { id: "p", amount: 5, currency: "EUR" } }]),
        },
      },
    },
  ],
  cases: [
    {
      query: "{ product { id name { id brand } price { id amount } } }",
      data: { product: { id: "1", name: { id: "n", brand: "Acme" }, price: { id: "p", amount: 5 } } },
    },
    {
      query: "{ products { id name { brand } price { currency } } p: product { price { amount } n: name { brand } } }",
      data: {
        products: [{ id: "1", name: { brand: "Acme" }, price: { currency: "EUR" } }],
        p: { price: { amount: 5 }, n: { brand: "Acme" } },
      },
    },
    {
      query: "{ __typename product { __typename price { t: __typename } } }",
      data: { __typename: "Query", product: { __typename: "Product", price: { t: "Price" } } },
    },
    { query: "{ root: __typename }", data: { root: "Query" } },
    {
      query: "query { ...R } fragment R on Query { kind: __typename ... { __typename product { id } } }",
      data: { kind: "Query", __typename: "Query", product: { id: "1" } },
    },
    {
      query: `{ __schema { queryType { name } mutationType { name } } product { id } __type(name: "Price") { fields { name } } }`,
      data: {
        __schema: { queryType: { name: "Query" }, mutationType: null },
        product: { id: "1" },
        __type: { fields: [{ name: "id" }, { name: "amount" }, { name: "currency" }] },
      },
    },
    {
      query: `{ service: __type(name: "_Service") { name } any: __type(name: "_Any") { name } join: __type(name: "join__Graph") { name } }`,
      data: { service: null, any: null, join: null },
    },
    { query: "{ _service { sdl } }", data: null, errors: [""] },
  ],
};

let total = 0;
const done: string[] = [];

const mutations: Scenario = {
  name: "mutations, one after the other",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { total: Int done: [String!] } type Mutation { add(number: Int!): Int! addProduct(input: NewProduct!): Product! reset: Boolean } input NewProduct { name: String! price: Float! } type Product @key(fields: "id") { id: ID! name: String! price: Float! }`,
      resolvers: {
        Query: { total: () => total, done: () => done },
        Mutation: {
          reset: () => {
            total = 0;
            done.length = 0;
            return true;
          },
          add: (_: unknown, { number }: { number: number }) => {
            done.push(`add ${number}`);
            total += number;
            return total;
          },
          addProduct: (_: unknown, { input }: { input: Entity }) => ({ id: "new", ...input }),
        },
        Product: { __resolveReference: ({ id }: Entity) => ({ id, name: "x", price: 2.5 }) },
      },
    },
    {
      name: "b",
      typeDefs: `type Mutation { multiply(by: Int!): Int! delete: Int! } type Product @key(fields: "id") { id: ID! price: Float! @external isExpensive: Boolean! @requires(fields: "price") isAvailable: Boolean! }`,
      resolvers: {
        Mutation: {
          multiply: (_: unknown, { by }: { by: number }) => {
            done.push(`multiply ${by}`);
            total *= by;
            return total;
          },
          delete: () => {
            const before = total;
            total = 0;
            return before;
          },
        },
        Product: {
          __resolveReference: (one: Entity) => one,
          isExpensive: ({ price }: Entity) => Number(price) > 2,
          isAvailable: always(true),
        },
      },
    },
  ],
  cases: [
    {
      query: `mutation { reset addProduct(input: { name: "new", price: 2.5 }) { name price isExpensive isAvailable } }`,
      data: { reset: true, addProduct: { name: "new", price: 2.5, isExpensive: true, isAvailable: true } },
    },
    {
      query: `mutation ($input: NewProduct!) { addProduct(input: $input) { isExpensive } }`,
      variables: { input: { name: "n", price: 1 } },
      data: { addProduct: { isExpensive: false } },
    },
    {
      query: "mutation { five: add(number: 5) ten: multiply(by: 2) twelve: add(number: 2) final: delete }",
      data: { five: 5, ten: 10, twelve: 12, final: 12 },
    },
    {
      query: "mutation { __typename a: multiply(by: 3) b: add(number: 1) c: multiply(by: 4) d: delete }",
      data: { __typename: "Mutation", a: 0, b: 1, c: 4, d: 4 },
    },
    { query: "{ total done }", data: { total: 0, done: ["add 5", "multiply 2", "add 2", "multiply 3", "add 1", "multiply 4"] } },
    { query: "mutation { reset }", data: { reset: true } },
  ],
};

/** Roots of operations. */
export const roots: readonly Scenario[] = [shared, mutations];
