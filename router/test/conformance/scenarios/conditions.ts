import { always, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;

const subgraphs: Scenario["subgraphs"] = [
  {
    name: "a",
    typeDefs: `type Query { product: Product } type Product @key(fields: "id") { id: ID! price: Float! }`,
    resolvers: {
      Query: { product: always({ id: "p1", price: 700 }) },
      Product: { __resolveReference: ({ id }: Entity) => ({ id, price: 700 }) },
    },
  },
  {
    name: "b",
    typeDefs: `type Product @key(fields: "id") { id: ID! price: Float! @external isExpensive: Boolean! @requires(fields: "price") never: Boolean! }`,
    resolvers: {
      Product: {
        __resolveReference: (one: Entity) => one,
        isExpensive: ({ price }: Entity) => Number(price) > 500,
        never: () => {
          throw new Error("must not be asked for");
        },
      },
    },
  },
  {
    name: "c",
    typeDefs: `type Product @key(fields: "id") { id: ID! isExpensive: Boolean! @external include: Boolean! @requires(fields: "isExpensive") skip: Boolean! @requires(fields: "isExpensive") }`,
    resolvers: {
      Product: {
        __resolveReference: (one: Entity) => one,
        include: ({ isExpensive }: Entity) => isExpensive,
        skip: ({ isExpensive }: Entity) => isExpensive,
      },
    },
  },
];

/** `@skip` and `@include`, with variables and their defaults, and other directives of clients. */
export const conditions: readonly Scenario[] = [
  {
    name: "@skip and @include",
    subgraphs,
    cases: [
      { query: "query ($on: Boolean = false) { product { price never @include(if: $on) } }", data: { product: { price: 700 } } },
      { query: "query ($on: Boolean = true) { product { price never @skip(if: $on) } }", data: { product: { price: 700 } } },
      {
        query: "query ($on: Boolean = true) { product { price include @include(if: $on) } }",
        data: { product: { price: 700, include: true } },
      },
      {
        query: "query ($on: Boolean!) { product { skip @skip(if: $on) id } }",
        variables: { on: false },
        data: { product: { skip: true, id: "p1" } },
      },
      {
        query:
          "query ($on: Boolean!) { product { ...F ... @include(if: $on) { never } ...F @skip(if: $on) } } fragment F on Product { include never @include(if: $on) }",
        variables: { on: false },
        data: { product: { include: true } },
      },
      {
        query: "query ($on: Boolean!) { product { ...F @include(if: $on) id } } fragment F on Product { never }",
        variables: { on: false },
        data: { product: { id: "p1" } },
      },
      { query: "query ($on: Boolean!) { product { never @include(if: $on) } }", variables: { on: false }, data: { product: {} } },
      { query: "query ($on: Boolean!) { product @include(if: $on) { id } }", variables: { on: false }, data: {} },
      {
        query:
          "query ($on: Boolean!, $off: Boolean = false) { product { id @skip(if: $on) @include(if: $on) price @include(if: $on) @skip(if: $off) } }",
        variables: { on: true },
        data: { product: { price: 700 } },
      },
      { query: "query ($on: Boolean!) { product { id @include(if: $on) } }", data: null, errors: [""] },
    ],
  },
  {
    name: "a directive of clients that composition kept",
    subgraphs: [
      {
        name: "a",
        link: "",
        typeDefs: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.1", import: ["@composeDirective"]) @link(url: "https://example.org/access/v1.0", import: ["@access"]) @composeDirective(name: "@access") directive @access(scope: Scope!) on FIELD enum Scope { PUBLIC PRIVATE } type Query { a: String }`,
        resolvers: { Query: { a: always("a") } },
      },
      {
        name: "b",
        link: "",
        typeDefs: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.1", import: ["@composeDirective"]) @link(url: "https://example.org/access/v1.1", import: ["@access"]) @composeDirective(name: "@access") directive @access(scope: Scope! = PRIVATE) on FIELD enum Scope { PUBLIC PRIVATE } type Query { b: String }`,
        resolvers: { Query: { b: always("b") } },
      },
    ],
    cases: [
      { query: "{ a @access b @access }", data: { a: "a", b: "b" } },
      { query: "{ a @access(scope: PUBLIC) b }", data: { a: "a", b: "b" } },
      { query: "{ a @unknown }", data: null, errors: [""] },
    ],
  },
];
