import { always, among, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;

const unions: Scenario = {
  name: "a union whose members differ by subgraph",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { media: Media @shareable book: Book @shareable song: Media viewer: Viewer @shareable } union Media = Book | Song type Book { title: String! @shareable } type Song { title: String! } type Viewer { media: Media @shareable book: Book @shareable song: Media }`,
      resolvers: {
        Query: {
          media: always({ __typename: "Book", title: "Dune" }),
          book: always({ title: "Dune" }),
          song: always({ __typename: "Song", title: "Help!" }),
          viewer: always({
            media: { __typename: "Book", title: "Dune" },
            book: { title: "Dune" },
            song: { __typename: "Song", title: "Help!" },
          }),
        },
      },
    },
    {
      name: "b",
      typeDefs: `type Query { media: Media @shareable book: Media @shareable viewer: Viewer @shareable film: Media } union Media = Book | Movie type Book { title: String! @shareable } type Movie { title: String! } type Viewer { media: Media @shareable book: Media @shareable film: Media }`,
      resolvers: {
        Query: {
          media: always({ __typename: "Book", title: "Dune" }),
          book: always({ __typename: "Book", title: "Dune" }),
          film: always({ __typename: "Movie", title: "Alien" }),
          viewer: always({
            media: { __typename: "Book", title: "Dune" },
            book: { __typename: "Book", title: "Dune" },
            film: { __typename: "Movie", title: "Alien" },
          }),
        },
      },
    },
  ],
  cases: [
    { query: "{ media { ... on Movie { title } } }", data: { media: {} } },
    { query: "{ media { ... on Book { title } ... on Movie { title } } }", data: { media: { title: "Dune" } } },
    { query: "{ book { ... on Movie { title } } }", data: { book: {} } },
    {
      query:
        "{ viewer { media { ...M } book { ...M } song { ...M } film { ...M } } } fragment M on Media { __typename ... on Song { title } ... on Movie { title } ... on Book { title } }",
      data: {
        viewer: {
          media: { __typename: "Book", title: "Dune" },
          book: { __typename: "Book", title: "Dune" },
          song: { __typename: "Song", title: "Help!" },
          film: { __typename: "Movie", title: "Alien" },
        },
      },
    },
    {
      query: "{ viewer { media { ... on Song { title } } film { ... on Song { title } ... on Movie { t: title } } } }",
      data: { viewer: { media: {}, film: { t: "Alien" } } },
    },
    { query: "{ song { ... on Book { title } } film { ... on Movie { title } } }", data: { song: {}, film: { title: "Alien" } } },
  ],
};

const distributed: Scenario = {
  name: "unions and interfaces, with members that only one subgraph resolves",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { products: [Product] node(id: ID!): Node nodes: [Node] toasters: [Toaster] } union Product = Oven | Toaster interface Node { id: ID! } type Oven @key(fields: "id") { id: ID! } type Toaster implements Node @key(fields: "id") { id: ID! warranty: Int }`,
      resolvers: {
        Query: {
          products: always([
            { __typename: "Oven", id: "o1" },
            { __typename: "Toaster", id: "t1", warranty: 2 },
          ]),
          node: (_: unknown, { id }: Entity) => ({ __typename: "Toaster", id, warranty: 2 }),
          nodes: always([{ __typename: "Toaster", id: "t1", warranty: 2 }]),
          toasters: always([{ id: "t1", warranty: 2 }]),
        },
        Toaster: { __resolveReference: ({ id }: Entity) => ({ id, warranty: 2 }) },
      },
    },
    {
      name: "b",
      typeDefs: `interface Node { id: ID! } type Oven implements Node @key(fields: "id") { id: ID! warranty: Int } type Toaster @key(fields: "id") { id: ID! price: Int }`,
      resolvers: {
        Toaster: { __resolveReference: ({ id }: Entity) => ({ id, price: 9 }) },
        Oven: { __resolveReference: ({ id }: Entity) => ({ id, warranty: 1 }) },
      },
    },
  ],
  cases: [
    {
      query: "{ products { ... on Oven { id } ... on Toaster { id price } } }",
      data: { products: [{ id: "o1" }, { id: "t1", price: 9 }] },
    },
    {
      query: "{ products { ... on Node { id } ... on Toaster { warranty } } }",
      data: { products: [{ id: "o1" }, { id: "t1", warranty: 2 }] },
    },
    {
      query: `{ node(id: "t1") { id __typename ... on Toaster { price } ... on Oven { warranty } } }`,
      data: { node: { id: "t1", __typename: "Toaster", price: 9 } },
    },
    { query: "{ nodes { ... on Oven { id } } toasters { ... on Node { id } } }", data: { nodes: [{}], toasters: [{ id: "t1" }] } },
  ],
};

const enums: Scenario = {
  name: "enums and inputs of which subgraphs know different parts",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { users(type: Kind, filter: Filter): [User!]! } enum Kind { ANONYMOUS @inaccessible REGULAR } input Filter { first: Int! offset: Int inA: String } type User @key(fields: "id") { id: ID! type: Kind kinds: [Kind] must: Kind! }`,
      resolvers: {
        Query: {
          users: (_: unknown, { filter, type }: { filter?: { first: number }; type?: string }) =>
            [
              { id: "u1", type: "REGULAR", kinds: ["REGULAR"], must: "REGULAR" },
              { id: "u2", type: "ANONYMOUS", kinds: ["ANONYMOUS", "REGULAR"], must: "ANONYMOUS" },
            ]
              .filter((one) => type === undefined || type === one.type)
              .slice(0, filter?.first ?? 2),
        },
        User: {
          __resolveReference: among(
            [
              { id: "u1", type: "REGULAR" },
              { id: "u2", type: "ANONYMOUS" },
            ],
            "id",
          ),
        },
      },
    },
    {
      name: "b",
      typeDefs: `type Query { others(filter: Filter!): [User] } enum Kind { REGULAR } input Filter { first: Int! offset: Int } type User @key(fields: "id") { id: ID! name: String }`,
      resolvers: {
        Query: { others: (_: unknown, { filter }: { filter: { first: number } }) => [{ id: "u1" }, { id: "u2" }].slice(0, filter.first) },
        User: { __resolveReference: ({ id }: Entity) => ({ id, name: `Name ${id}` }), name: ({ id }: Entity) => `Name ${id}` },
      },
    },
  ],
  cases: [
    {
      query: "{ users { id name } }",
      data: {
        users: [
          { id: "u1", name: "Name u1" },
          { id: "u2", name: "Name u2" },
        ],
      },
    },
    {
      query: "{ users { id type } }",
      data: {
        users: [
          { id: "u1", type: "REGULAR" },
          { id: "u2", type: null },
        ],
      },
      errors: ["users.1.type"],
    },
    { query: "{ users { kinds } }", data: { users: [{ kinds: ["REGULAR"] }, { kinds: [null, "REGULAR"] }] }, errors: ["users.1.kinds.0"] },
    { query: "{ users { must } }", data: null, errors: ["users.1.must"] },
    { query: "{ users(type: REGULAR) { id } }", data: { users: [{ id: "u1" }] } },
    { query: "{ users(type: ANONYMOUS) { id } }", data: null, errors: [""] },
    {
      query: "{ users(filter: { first: 1 }) { id } others(filter: { first: 1, offset: 2 }) { id type } }",
      data: { users: [{ id: "u1" }], others: [{ id: "u1", type: "REGULAR" }] },
    },
    {
      query: "query ($filter: Filter!) { others(filter: $filter) { name } }",
      variables: { filter: { first: 1 } },
      data: { others: [{ name: "Name u1" }] },
    },
    { query: `{ users(filter: { first: 1, inA: "x" }) { id } }`, data: null, errors: [""] },
    {
      query: "query ($filter: Filter!) { others(filter: $filter) { name } }",
      variables: { filter: { first: 1, inA: "x" } },
      data: null,
      errors: [""],
    },
  ],
};

const inaccessible: Scenario = {
  name: "@inaccessible and @tag",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { users: [User] secret: String @inaccessible } type User @key(fields: "id") { id: ID! @inaccessible name(hidden: Int @inaccessible): String @tag(name: "public") shape: Shape }  interface Shape { area: Int } type Square implements Shape { area: Int side: Int } type Blob implements Shape @inaccessible { area: Int }`,
      resolvers: {
        Query: {
          users: always([
            { id: "u1", name: "Ada", shape: { __typename: "Square", area: 4, side: 2 } },
            { id: "u2", name: "Bob", shape: { __typename: "Blob", area: 5 } },
          ]),
        },
        User: { __resolveReference: (one: Entity) => one },
      },
      link: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@tag"])\n`,
    },
    {
      name: "b",
      typeDefs: `type User @key(fields: "id") { id: ID! friends: [User!] }`,
      resolvers: { User: { __resolveReference: ({ id }: Entity) => ({ id, friends: [{ id: id === "u1" ? "u2" : "u1" }] }) } },
      link: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])\n`,
    },
    {
      name: "c",
      typeDefs: `type User @key(fields: "id") { id: ID! age: Int }`,
      resolvers: { User: { __resolveReference: ({ id }: Entity) => ({ id, age: id === "u1" ? 40 : 41 }) } },
    },
  ],
  cases: [
    {
      query: "{ users { name friends { age } } }",
      data: {
        users: [
          { name: "Ada", friends: [{ age: 41 }] },
          { name: "Bob", friends: [{ age: 40 }] },
        ],
      },
    },
    { query: "{ users { id } }", data: null, errors: [""] },
    { query: "{ secret }", data: null, errors: [""] },
    { query: "{ users { name(hidden: 1) } }", data: null, errors: [""] },
    {
      query: "{ users { shape { __typename area } } }",
      data: { users: [{ shape: { __typename: "Square", area: 4 } }, { shape: null }] },
      errors: ["users.1.shape"],
    },
    {
      query: `{ __type(name: "User") { fields { name args { name } } } }`,
      data: {
        __type: {
          fields: [
            { name: "name", args: [] },
            { name: "shape", args: [] },
            { name: "friends", args: [] },
            { name: "age", args: [] },
          ],
        },
      },
    },
    {
      query: `{ a: __type(name: "Blob") { name } b: __type(name: "Shape") { possibleTypes { name } } }`,
      data: { a: null, b: { possibleTypes: [{ name: "Square" }] } },
    },
  ],
};

/** What is common to subgraphs and what is not. */
export const intersections: readonly Scenario[] = [unions, distributed, enums, inaccessible];
