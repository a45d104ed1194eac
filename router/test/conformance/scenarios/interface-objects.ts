import { always, among, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;

const people = [
  { __typename: "Admin", id: "u1", level: 3, isActive: true, age: 11 },
  { __typename: "Admin", id: "u2", level: 4, isActive: true, age: 22 },
  { __typename: "Guest", id: "u3", isActive: false, age: 33 },
];

const accounts: Scenario = {
  name: "@interfaceObject",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { people: [Account] } interface Account @key(fields: "id") { id: ID! age: Int } type Admin implements Account @key(fields: "id") { id: ID! age: Int level: Int isActive: Boolean @shareable } type Guest implements Account @key(fields: "id") { id: ID! age: Int }`,
      resolvers: {
        Query: { people: always(people) },
        Account: {
          __resolveReference: among(
            people.map((one) => ({ ...one })),
            "id",
          ),
          __resolveType: (one: Entity) => people.find(({ id }) => id === one["id"])?.__typename,
        },
        Admin: { __resolveReference: among(people, "id") },
        Guest: { __resolveReference: among(people, "id") },
      },
    },
    {
      name: "b",
      typeDefs: `type Query { accounts: [Account] } type Account @interfaceObject @key(fields: "id") { id: ID! name: String }`,
      resolvers: {
        Query: { accounts: always(people.map(({ id }) => ({ id }))) },
        Account: { __resolveReference: ({ id }: Entity) => ({ id }), name: ({ id }: Entity) => `name of ${id}` },
      },
    },
    {
      name: "c",
      typeDefs: `type Account @interfaceObject @key(fields: "id") { id: ID! isActive: Boolean @shareable age: Int @external score: String @requires(fields: "age") }`,
      resolvers: {
        Account: { __resolveReference: (one: Entity) => one, isActive: always(false), score: ({ age }: Entity) => `score ${age}` },
      },
    },
  ],
  cases: [
    { query: "{ accounts { name } }", data: { accounts: [{ name: "name of u1" }, { name: "name of u2" }, { name: "name of u3" }] } },
    {
      query: "{ accounts { id age name } }",
      data: {
        accounts: [
          { id: "u1", age: 11, name: "name of u1" },
          { id: "u2", age: 22, name: "name of u2" },
          { id: "u3", age: 33, name: "name of u3" },
        ],
      },
    },
    {
      query: "{ people { name age } }",
      data: {
        people: [
          { name: "name of u1", age: 11 },
          { name: "name of u2", age: 22 },
          { name: "name of u3", age: 33 },
        ],
      },
    },
    {
      query: "{ accounts { name __typename } }",
      data: {
        accounts: [
          { name: "name of u1", __typename: "Admin" },
          { name: "name of u2", __typename: "Admin" },
          { name: "name of u3", __typename: "Guest" },
        ],
      },
    },
    { query: "{ accounts { ... on Admin { __typename } } }", data: { accounts: [{ __typename: "Admin" }, { __typename: "Admin" }, {}] } },
    {
      query: "{ accounts { ... on Admin { name level } } }",
      data: { accounts: [{ name: "name of u1", level: 3 }, { name: "name of u2", level: 4 }, {}] },
    },
    {
      query: "{ accounts { ... on Guest { name } id } }",
      data: { accounts: [{ id: "u1" }, { id: "u2" }, { name: "name of u3", id: "u3" }] },
    },
    {
      query: "{ accounts { id isActive } }",
      data: {
        accounts: [
          { id: "u1", isActive: false },
          { id: "u2", isActive: false },
          { id: "u3", isActive: false },
        ],
      },
    },
    {
      query: "{ accounts { id ... on Admin { isActive } } }",
      data: { accounts: [{ id: "u1", isActive: true }, { id: "u2", isActive: true }, { id: "u3" }] },
    },
    { query: "{ people { score } }", data: { people: [{ score: "score 11" }, { score: "score 22" }, { score: "score 33" }] } },
    {
      query: "{ accounts { score n: name t: __typename } }",
      data: {
        accounts: [
          { score: "score 11", n: "name of u1", t: "Admin" },
          { score: "score 22", n: "name of u2", t: "Admin" },
          { score: "score 33", n: "name of u3", t: "Guest" },
        ],
      },
    },
    {
      query: "{ people { ... on Account { ... on Guest { score name } } } }",
      data: { people: [{}, {}, { score: "score 33", name: "name of u3" }] },
    },
  ],
};

const indirect: Scenario = {
  name: "@interfaceObject, extended by a third subgraph and reached through a fourth",
  subgraphs: [
    {
      name: "media",
      typeDefs: `type Query { media: Media } interface Media @key(fields: "id") { id: ID! title: String } type Video implements Media @key(fields: "id") { id: ID! title: String duration: Int } type Article implements Media @key(fields: "id") { id: ID! title: String words: Int }`,
      resolvers: {
        Query: { media: always({ __typename: "Video", id: "1", title: "One", duration: 100 }) },
        Media: {
          __resolveReference: ({ id }: Entity) => ({ id, title: "One", duration: 100, words: 7 }),
          __resolveType: ({ id }: Entity) => (id === "1" ? "Video" : "Article"),
        },
        Video: { __resolveReference: ({ id }: Entity) => ({ id, title: "One", duration: 100 }) },
        Article: { __resolveReference: ({ id }: Entity) => ({ id, title: "Two", words: 7 }) },
      },
    },
    {
      name: "authors",
      typeDefs: `type Query { author: Author } type Author @key(fields: "id") { id: ID! name: String } type Media @interfaceObject @key(fields: "id") { id: ID! authorName: String author: Author }`,
      resolvers: {
        Query: { author: always({ id: "1", name: "Ada" }) },
        Author: { __resolveReference: ({ id }: Entity) => ({ id, name: "Ada" }) },
        Media: { __resolveReference: ({ id }: Entity) => ({ id, authorName: `author of ${id}`, author: { id: "1", name: "Ada" } }) },
      },
    },
    {
      name: "lists",
      typeDefs: `type Query { list: List } type List { media: [Media] } type Media @interfaceObject @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { list: always({ media: [{ id: "1" }, { id: "2" }] }) } },
    },
  ],
  cases: [
    {
      query:
        "{ media { id title authorName ... on Video { duration author { name } } ... on Article { words } } author { name } list { media { id ... on Video { duration } } } }",
      data: {
        media: { id: "1", title: "One", authorName: "author of 1", duration: 100, author: { name: "Ada" } },
        author: { name: "Ada" },
        list: { media: [{ id: "1", duration: 100 }, { id: "2" }] },
      },
    },
    {
      query: "{ list { media { ... on Article { authorName words } ... on Video { authorName } } } }",
      data: { list: { media: [{ authorName: "author of 1" }, { authorName: "author of 2", words: 7 }] } },
    },
    {
      query: "{ list { media { __typename authorName } } }",
      data: {
        list: {
          media: [
            { __typename: "Video", authorName: "author of 1" },
            { __typename: "Article", authorName: "author of 2" },
          ],
        },
      },
    },
  ],
};

const partial: Scenario = {
  name: "@interfaceObject that only leads to types of which a third subgraph knows one",
  subgraphs: [
    {
      name: "media",
      typeDefs: `type Query { media: Media } interface Media @key(fields: "id") { id: ID! title: String } type Video implements Media @key(fields: "id") { id: ID! title: String duration: Int } type Article implements Media @key(fields: "id") { id: ID! title: String words: Int }`,
      resolvers: {
        Query: { media: always({ id: "1", title: "One", duration: 100 }) },
        Media: { __resolveType: always("Video") },
        Video: { __resolveReference: ({ id }: Entity) => ({ id, title: `Title ${id}`, duration: 100 }) },
      },
    },
    {
      name: "authors",
      typeDefs: `type Query { author: String } extend type Video @key(fields: "id") { id: ID! authorName: String }`,
      resolvers: { Video: { __resolveReference: (one: Entity) => one, authorName: always("Ada") } },
    },
    {
      name: "lists",
      typeDefs: `type Query { list: List } type List { media: [Media] } type Media @interfaceObject @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { list: always({ media: [{ id: "1" }] }) } },
    },
  ],
  cases: [
    {
      query:
        "{ media { id title ... on Video { duration authorName } ... on Article { words } } author list { media { id ... on Video { duration } } } }",
      data: {
        media: { id: "1", title: "One", duration: 100, authorName: "Ada" },
        author: null,
        list: { media: [{ id: "1", duration: 100 }] },
      },
    },
    {
      query: "{ list { media { title ... on Video { authorName } } } }",
      data: { list: { media: [{ title: "Title 1", authorName: "Ada" }] } },
    },
  ],
};

const unresolvable: Scenario = {
  name: "@interfaceObject without a way to the types",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { a: Node product: Product } interface Node { id: ID! } type Product @interfaceObject @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: { a: always({ id: "n1", field: "foo" }), product: always({ id: "p1" }) },
        Product: { __resolveReference: (one: Entity) => one },
      },
    },
    {
      name: "b",
      typeDefs: `type Query { b: Node } type Node @interfaceObject @key(fields: "id", resolvable: false) { id: ID! field: String } interface Product @key(fields: "id") { id: ID! name: String } type Bread implements Product @key(fields: "id") { id: ID! name: String }`,
      resolvers: {
        Query: { b: always({ id: "n1", field: "foo" }) },
        Product: { __resolveReference: ({ id }: Entity) => ({ id, name: "Bread" }), __resolveType: always("Bread") },
        Bread: { __resolveReference: ({ id }: Entity) => ({ id, name: "Bread" }) },
      },
    },
  ],
  cases: [
    { query: "{ b { id field } }", data: { b: { id: "n1", field: "foo" } } },
    { query: "{ b { id } }", data: { b: { id: "n1" } } },
    { query: "{ a { id } }", data: { a: null }, errors: ["a"] },
    { query: "{ a { field } }", data: null, errors: [""] },
    { query: "{ product { id } }", data: { product: { id: "p1" } } },
    { query: "{ product { id name } }", data: { product: { id: "p1", name: "Bread" } } },
    { query: "{ product { ... on Bread { id } } }", data: { product: { id: "p1" } } },
  ],
};

const typeless: Scenario = {
  name: "@interfaceObject whose type cannot be told, because a field that must not be null fails where it is known",
  subgraphs: [
    {
      name: "media",
      typeDefs: `interface Media @key(fields: "id") { id: ID! } type Video implements Media @key(fields: "id") { id: ID! length: Int! }`,
      resolvers: {
        Media: { __resolveReference: (one: Entity) => ({ ...one, __typename: "Video" }) },
        Video: { __resolveReference: (one: Entity) => one, length: ({ id }: Entity) => (id === "2" ? null : 3) },
      },
    },
    {
      name: "shelves",
      typeDefs: `type Query { shelf: [Media] } type Media @interfaceObject @key(fields: "id") { id: ID! title: String }`,
      resolvers: { Query: { shelf: always([{ id: "1" }, { id: "2" }]) }, Media: { title: ({ id }: Entity) => `title ${id}` } },
    },
  ],
  cases: [
    {
      query: "{ shelf { title kind: __typename ... on Video { length } } }",
      data: { shelf: [{ title: "title 1", kind: "Video", length: 3 }, null] },
      errors: ["shelf.1.length"],
    },
  ],
};

/** `@interfaceObject` of all kinds. */
export const interfaceObjects: readonly Scenario[] = [accounts, indirect, partial, typeless, unresolvable];
