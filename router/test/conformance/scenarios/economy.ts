import { always, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;

/** Must not be asked for. */
const never = (what: string) => () => {
  throw new Error(`nobody asked for ${what}`);
};

const provided: Scenario = {
  name: "@provides offers, and is not asked for what the client does not want",
  subgraphs: [
    {
      name: "owners",
      typeDefs: `type Person @key(fields: "id") { id: ID! name: String! @shareable bio: String! @shareable born: Int }`,
      resolvers: { Person: { __resolveReference: ({ id }: Entity) => ({ id, born: 1990 }), name: never("a name"), bio: never("a bio") } },
    },
    {
      name: "news",
      typeDefs: `type Query { author: Person @provides(fields: "name bio") authors: [Person!] @provides(fields: "name bio") } type Person @key(fields: "id") { id: ID! name: String! @external bio: String! @external }`,
      resolvers: {
        Query: {
          author: always({ id: "p1", name: "Ada" }),
          authors: always([
            { id: "p1", name: "Ada" },
            { id: "p2", name: "Bob" },
          ]),
        },
        Person: { __resolveReference: never("the person"), bio: never("a bio") },
      },
    },
  ],
  cases: [
    { query: "{ author { id } }", data: { author: { id: "p1" } } },
    { query: "{ author { n: name ... on Person { born } ... @skip(if: true) { bio } } }", data: { author: { n: "Ada", born: 1990 } } },
    {
      query: "query ($bio: Boolean = false) { authors { ... { name } ... { born } bio @include(if: $bio) } }",
      data: {
        authors: [
          { name: "Ada", born: 1990 },
          { name: "Bob", born: 1990 },
        ],
      },
    },
  ],
};

const turns: Scenario = {
  name: "@requires that goes to another subgraph and back, twice",
  subgraphs: [
    {
      name: "posts",
      typeDefs: `type Query { feed: [Post!]! } type Post @key(fields: "id") { id: ID! isFresh: Boolean! @external isOld: Boolean! @requires(fields: "isFresh") } type Writer @key(fields: "id") { id: ID! years: Int! }`,
      resolvers: {
        Query: { feed: always([{ id: "1" }, { id: "2" }]) },
        Post: { __resolveReference: (one: Entity) => one, isOld: ({ isFresh }: Entity) => isFresh === false },
        Writer: { __resolveReference: ({ id }: Entity) => ({ id, years: id === "w1" ? 2 : 20 }) },
      },
    },
    {
      name: "writers",
      typeDefs: `type Post @key(fields: "id") { id: ID! writer: Writer! isFresh: Boolean! @requires(fields: "writer { years }") } type Writer @key(fields: "id") { id: ID! years: Int! @external }`,
      resolvers: {
        Post: {
          __resolveReference: (one: Entity) => ({ writer: { id: `w${one["id"]}` }, ...one }),
          isFresh: ({ writer }: { writer: { years?: number } }) => (writer.years ?? never("this without years")()) < 10,
        },
      },
    },
  ],
  cases: [
    { query: "{ feed { isOld } }", data: { feed: [{ isOld: false }, { isOld: true }] } },
    {
      query: "{ feed { isFresh writer { id years } isOld } }",
      data: {
        feed: [
          { isFresh: true, writer: { id: "w1", years: 2 }, isOld: false },
          { isFresh: false, writer: { id: "w2", years: 20 }, isOld: true },
        ],
      },
    },
  ],
};

let stamped = 0;

const LETTER = `type Letter @key(fields: "id") { id: ID! count: Int @shareable`;

function stamp(_: unknown, { id }: Entity): Entity {
  stamped += 1;
  return { id, count: stamped, sender: "Ada", reader: "Bob" };
}

function reset(): boolean {
  stamped = 0;
  return true;
}

const letter = { __resolveReference: ({ id }: Entity) => ({ id, sender: "Ada", reader: "Bob" }) };

const once: Scenario = {
  name: "a mutation that two subgraphs share is sent to one of them, once",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { stamped: Int } type Mutation { reset: Boolean stamp(id: ID!): Letter @shareable } ${LETTER} sender: String }`,
      resolvers: { Query: { stamped: () => stamped }, Mutation: { reset, stamp }, Letter: letter },
    },
    {
      name: "b",
      typeDefs: `type Mutation { stamp(id: ID!): Letter @shareable } ${LETTER} reader: String }`,
      resolvers: { Mutation: { stamp }, Letter: letter },
    },
  ],
  cases: [
    {
      query: `mutation { reset stamp(id: "l1") { sender reader } }`,
      data: { reset: true, stamp: { sender: "Ada", reader: "Bob" } },
    },
    { query: "{ stamped }", data: { stamped: 1 } },
    {
      query: `mutation { x: stamp(id: "l2") { sender reader count } y: stamp(id: "l3") { reader } z: stamp(id: "l4") { id count } }`,
      data: { x: { sender: "Ada", reader: "Bob", count: 2 }, y: { reader: "Bob" }, z: { id: "l4", count: 4 } },
    },
    { query: "{ stamped }", data: { stamped: 4 } },
  ],
};

/** Nothing is asked for, or done, that need not be. */
export const economy: readonly Scenario[] = [provided, turns, once];
