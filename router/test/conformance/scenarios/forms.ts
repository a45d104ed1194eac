import { always, among, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;

const FEDERATION = "https://specs.apollo.dev/federation/v2.9";

const renamed: Scenario = {
  name: "root types and directives of other names",
  subgraphs: [
    {
      name: "rooms",
      link: `schema @link(url: "${FEDERATION}", import: [{ name: "@key", as: "@identity" }, "@shareable"]) { query: Asking mutation: Doing }\n`,
      typeDefs: `type Asking { rooms: [Room!]! } type Doing { open(number: Int!): Room } type Room @identity(fields: "number") { number: Int! floor: Int @shareable }`,
      resolvers: {
        Asking: { rooms: always([{ number: 7, floor: 1 }]) },
        Doing: { open: (_: unknown, { number }: Entity) => ({ number, floor: 2 }) },
        Room: { __resolveReference: ({ number }: Entity) => ({ number, floor: 1 }) },
      },
    },
    {
      name: "guests",
      link: `extend schema @link(url: "${FEDERATION}")\n`,
      typeDefs: `type Query { busiest: Room } type Mutation { close(number: Int!): Boolean } type Room @federation__key(fields: "number") { number: Int! floor: Int @federation__external guest: String @federation__requires(fields: "floor") }`,
      resolvers: {
        Query: { busiest: always({ number: 7 }) },
        Mutation: { close: always(true) },
        Room: { __resolveReference: (one: Entity) => one, guest: ({ floor, number }: Entity) => `guest of ${floor}/${number}` },
      },
    },
  ],
  cases: [
    { query: "{ __typename rooms { guest } }", data: { __typename: "Query", rooms: [{ guest: "guest of 1/7" }] } },
    { query: "{ busiest { floor guest } }", data: { busiest: { floor: 1, guest: "guest of 1/7" } } },
    {
      query: "mutation { __typename open(number: 3) { guest } close(number: 3) }",
      data: { __typename: "Mutation", open: { guest: "guest of 2/3" }, close: true },
    },
    {
      query: "{ __schema { queryType { name } mutationType { name } } }",
      data: { __schema: { queryType: { name: "Query" }, mutationType: { name: "Mutation" } } },
    },
  ],
};

const inputs: Scenario = {
  name: "arguments of all forms, on root fields and on entities, and scalars of any form",
  subgraphs: [
    {
      name: "a",
      typeDefs: `scalar Json type Query { thing: Thing echo(ids: [ID!], where: Where, json: Json): Json } type Thing @key(fields: "id") { id: ID! } input Where { text: String! = "any" sizes: [Size!] inner: Where } enum Size { S L }`,
      resolvers: { Query: { thing: always({ id: "t1" }), echo: (_: unknown, given: Entity) => given } },
    },
    {
      name: "b",
      typeDefs: `scalar Json type Thing @key(fields: "id") { id: ID! raw: Json told(ids: [ID!], where: Where, json: Json, n: Float = 1.5): Json } input Where { text: String! = "any" sizes: [Size!] inner: Where } enum Size { S L }`,
      resolvers: {
        Thing: {
          __resolveReference: (one: Entity) => one,
          raw: always({ __typename: "not a type", list: [1, null, { deep: 'é\u2028"' }], empty: {} }),
          told: (_: unknown, given: Entity) => given,
        },
      },
    },
  ],
  cases: [
    {
      query: `{ echo(ids: "one", where: { sizes: S, inner: { text: "x" } }, json: { a: [1, { b: null }] }) }`,
      data: {
        echo: { ids: ["one"], where: { text: "any", sizes: ["S"], inner: { text: "x" } }, json: { a: [1, { b: null }] } },
      },
    },
    {
      query: `query ($id: ID!, $sizes: [Size!] = [L], $text: String = "given", $json: Json, $left: Float) { thing { told(ids: [$id, "two"], where: { sizes: $sizes, text: $text }, json: $json, n: $left) } }`,
      variables: { id: 1, json: { deep: [{ er: true }] } },
      data: {
        thing: { told: { ids: ["1", "two"], where: { sizes: ["L"], text: "given" }, json: { deep: [{ er: true }] }, n: 1.5 } },
      },
    },
    {
      query: `query ($n: Float, $where: Where) { thing { told(n: $n, where: $where) } }`,
      variables: { n: null, where: { inner: {} } },
      data: { thing: { told: { where: { inner: { text: "any" }, text: "any" }, n: null } } },
    },
    {
      query: "{ thing { raw again: raw } }",
      data: {
        thing: Object.fromEntries(
          ["raw", "again"].map((key) => [key, { __typename: "not a type", list: [1, null, { deep: 'é\u2028"' }], empty: {} }]),
        ),
      },
    },
  ],
};

const animals = [
  { __typename: "Cat", tag: "c1", name: "Minka", lives: 9 },
  { __typename: "Dog", tag: "d1", name: "Rex", tricks: 3 },
];

const abstractKeys: Scenario = {
  name: "@key on an interface whose types all have it, in two subgraphs",
  subgraphs: [
    {
      name: "register",
      typeDefs: `type Query { animals: [Animal!]! } interface Animal @key(fields: "tag") { tag: ID! name: String } type Cat implements Animal @key(fields: "tag") { tag: ID! name: String lives: Int } type Dog implements Animal @key(fields: "tag") { tag: ID! name: String tricks: Int }`,
      resolvers: {
        Query: { animals: always(animals) },
        Animal: { __resolveReference: among(animals, "tag") },
        Cat: { __resolveReference: among(animals, "tag") },
        Dog: { __resolveReference: among(animals, "tag") },
      },
    },
    {
      name: "vets",
      typeDefs: `type Query { patients: [Cat] } type Cat @key(fields: "tag") { tag: ID! weight: Float } type Dog @key(fields: "tag") { tag: ID! weight: Int }`,
      resolvers: {
        Query: { patients: always([{ tag: "c1" }, { tag: "gone" }]) },
        Cat: { __resolveReference: ({ tag }: Entity) => ({ tag, weight: 3.5 }) },
        Dog: { __resolveReference: ({ tag }: Entity) => ({ tag, weight: 20 }) },
      },
    },
  ],
  cases: [
    {
      query: "{ animals { name ... on Cat { weight lives } ... on Dog { heft: weight } } }",
      data: {
        animals: [
          { name: "Minka", weight: 3.5, lives: 9 },
          { name: "Rex", heft: 20 },
        ],
      },
    },
    {
      query: "{ patients { tag name } }",
      data: {
        patients: [
          { tag: "c1", name: "Minka" },
          { tag: "gone", name: null },
        ],
      },
    },
  ],
};

/** Forms that schemas and operations may have. */
export const forms: readonly Scenario[] = [renamed, inputs, abstractKeys];
