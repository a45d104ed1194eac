import { always, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;
const reference = { __resolveReference: (one: Entity) => one };

const plain: Scenario = {
  name: "@override",
  subgraphs: [
    {
      name: "old",
      typeDefs: `type Query { post: Post feed: [Post] @shareable } type Post @key(fields: "id") { id: ID! createdAt: String weight: Int @external size: String @requires(fields: "weight") gone: String }`,
      resolvers: {
        Query: { post: always({ id: "1" }), feed: always([{ id: "1" }]) },
        Post: { ...reference, createdAt: always("old"), gone: always("old"), size: ({ weight }: Entity) => `old ${weight}` },
      },
    },
    {
      name: "new",
      typeDefs: `type Query { feed: [Post] @shareable fresh: Post } type Post @key(fields: "id") { id: ID! createdAt: String @override(from: "old") weight: Int extra: String @override(from: "never-was") }`,
      resolvers: {
        Query: { feed: always([{ id: "1" }]), fresh: always({ id: "2" }) },
        Post: { ...reference, createdAt: always("new"), weight: always(4), extra: always("extra") },
      },
    },
  ],
  cases: [
    { query: "{ post { createdAt } }", data: { post: { createdAt: "new" } } },
    {
      query: "{ feed { id createdAt gone } fresh { createdAt gone } }",
      data: { feed: [{ id: "1", createdAt: "new", gone: "old" }], fresh: { createdAt: "new", gone: "old" } },
    },
    {
      query: "{ fresh { size } post { size createdAt extra } }",
      data: { fresh: { size: "old 4" }, post: { size: "old 4", createdAt: "new", extra: "extra" } },
    },
  ],
};

const behindInterface: Scenario = {
  name: "@override of fields behind an interface",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { feed: [Post] } interface Post { id: ID! createdAt: String! } type Image implements Post @key(fields: "id") { id: ID! createdAt: String! @override(from: "b") } type Text implements Post @key(fields: "id") { id: ID! createdAt: String! body: String }`,
      resolvers: {
        Query: {
          feed: always([
            { __typename: "Image", id: "i" },
            { __typename: "Text", id: "t" },
          ]),
        },
        Image: { ...reference, createdAt: always("a") },
        Text: { ...reference, createdAt: always("a"), body: always("text") },
      },
    },
    {
      name: "b",
      typeDefs: `type Query { others: [Other] } interface Other { id: ID! createdAt: String! } type Image implements Other @key(fields: "id") { id: ID! createdAt: String! }`,
      resolvers: { Query: { others: always([{ __typename: "Image", id: "i" }]) }, Image: { ...reference, createdAt: always("b") } },
    },
  ],
  cases: [
    {
      query: "{ feed { id createdAt } }",
      data: {
        feed: [
          { id: "i", createdAt: "a" },
          { id: "t", createdAt: "a" },
        ],
      },
    },
    { query: "{ feed { ... on Image { createdAt } ... on Text { body } } }", data: { feed: [{ createdAt: "a" }, { body: "text" }] } },
    { query: "{ others { id createdAt } }", data: { others: [{ id: "i", createdAt: "a" }] } },
  ],
};

const progressive: Scenario = {
  name: "progressive @override",
  subgraphs: [
    {
      name: "old",
      typeDefs: `type Query { item: Item } type Item @key(fields: "id") { id: ID! all: String none: String }`,
      resolvers: { Query: { item: always({ id: "1" }) }, Item: { ...reference, all: always("old"), none: always("old") } },
    },
    {
      name: "new",
      typeDefs: `type Item @key(fields: "id") { id: ID! all: String @override(from: "old", label: "percent(100)") none: String @override(from: "old", label: "percent(0)") }`,
      resolvers: { Item: { ...reference, all: always("new"), none: always("new") } },
    },
  ],
  cases: [{ query: "{ item { all none } }", data: { item: { all: "new", none: "old" } } }],
};

const labelled: Scenario = {
  name: "@override with labels that are configured",
  environment: { OVERRIDE_LABELS: '{"new-stock":100,"never":0,"no-such-label":100}' },
  subgraphs: [
    {
      name: "old",
      typeDefs: `type Query { item: Item } type Item @key(fields: "id") { id: ID! on: String off: String unnamed: String }`,
      resolvers: {
        Query: { item: always({ id: "1" }) },
        Item: { ...reference, on: always("old"), off: always("old"), unnamed: always("old") },
      },
    },
    {
      name: "new",
      typeDefs: `type Item @key(fields: "id") { id: ID! on: String @override(from: "old", label: "new-stock") off: String @override(from: "old", label: "never") unnamed: String @override(from: "old", label: "other") }`,
      resolvers: { Item: { ...reference, on: always("new"), off: always("new"), unnamed: always("new") } },
    },
  ],
  cases: [{ query: "{ item { on off unnamed } }", data: { item: { on: "new", off: "old", unnamed: "old" } } }],
};

/** `@override` of all kinds. */
export const overrides: readonly Scenario[] = [plain, behindInterface, progressive, labelled];
