import { always, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;

const currencies: Scenario = {
  name: "@requires with arguments",
  subgraphs: [
    {
      name: "products",
      typeDefs: `type Query { products: [Product!]! } type Product @key(fields: "id") { id: ID! price(currency: Currency! = USD): Int weight(unit: String): Int } enum Currency { USD EUR }`,
      resolvers: {
        Query: { products: always([{ id: "p1" }]) },
        Product: {
          __resolveReference: (one: Entity) => one,
          price: (_: unknown, { currency }: Entity) => (currency === "EUR" ? 90 : 100),
          weight: (_: unknown, { unit }: Entity) => (unit === "g" ? 2_000 : 2),
        },
      },
    },
    {
      name: "shipping",
      typeDefs: `type Product @key(fields: "id") { id: ID! price(currency: Currency! = USD): Int @external weight(unit: String): Int @external inEuro: String @requires(fields: "price(currency: EUR)") inDollar: String @requires(fields: "price(currency: USD) weight(unit: \\"g\\")") } enum Currency { USD EUR }`,
      resolvers: {
        Product: {
          __resolveReference: (one: Entity) => one,
          inEuro: ({ price }: Entity) => `${price} €`,
          inDollar: ({ price, weight }: Entity) => `${price} $ for ${weight}`,
        },
      },
    },
  ],
  cases: [
    { query: "{ products { inEuro } }", data: { products: [{ inEuro: "90 €" }] } },
    {
      query: "{ products { inEuro inDollar } }",
      data: { products: [{ inEuro: "90 €", inDollar: "100 $ for 2000" }] },
    },
    {
      query: "{ products { price inEuro weight inDollar } }",
      data: { products: [{ price: 100, inEuro: "90 €", weight: 2, inDollar: "100 $ for 2000" }] },
    },
    {
      query: "{ products { price(currency: USD) inEuro p: price(currency: EUR) } }",
      data: { products: [{ price: 100, inEuro: "90 €", p: 90 }] },
    },
    {
      query: "query ($c: Currency! = EUR) { products { price(currency: $c) inDollar } }",
      data: { products: [{ price: 90, inDollar: "100 $ for 2000" }] },
    },
    {
      query: "query ($c: Currency!) { products { price: id q: price(currency: $c) inEuro } }",
      variables: { c: "USD" },
      data: { products: [{ price: "p1", q: 100, inEuro: "90 €" }] },
    },
  ],
};

const comments = (limit: number) => ["c1", "c2", "c3", "c4"].slice(0, limit).map((id) => ({ id }));

const posts: Scenario = {
  name: "@requires with arguments of lists of entities, beside the client's arguments",
  subgraphs: [
    {
      name: "posts",
      typeDefs: `type Query { feed: [Post] } type Post @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { feed: always([{ id: "1" }]) } },
    },
    {
      name: "comments",
      typeDefs: `type Post @key(fields: "id") { id: ID! comments(limit: Int!): [Comment] } type Comment @key(fields: "id") { id: ID! authorId: ID body(short: Boolean): String }`,
      resolvers: {
        Post: { __resolveReference: (one: Entity) => one, comments: (_: unknown, { limit }: { limit: number }) => comments(limit) },
        Comment: {
          __resolveReference: (one: Entity) => one,
          authorId: ({ id }: Entity) => `author of ${id}`,
          body: ({ id }: Entity, { short }: Entity) => (short === true ? `${id}` : `text of ${id}`),
        },
      },
    },
    {
      name: "authors",
      typeDefs: `type Post @key(fields: "id") { id: ID! comments(limit: Int!): [Comment] @external author: Author @requires(fields: "comments(limit: 3) { authorId }") } type Comment @key(fields: "id") { id: ID! authorId: ID @external body(short: Boolean): String @external isSpam: Boolean @requires(fields: "body(short: true)") } type Author { id: ID }`,
      resolvers: {
        Post: {
          __resolveReference: (one: Entity) => one,
          author: ({ comments: three }: { comments: readonly Entity[] }) => ({ id: three.map(({ authorId }) => authorId).join() }),
        },
        Comment: { __resolveReference: (one: Entity) => one, isSpam: ({ body }: Entity) => body === "c2" },
      },
    },
  ],
  cases: [
    { query: "{ feed { author { id } } }", data: { feed: [{ author: { id: "author of c1,author of c2,author of c3" } }] } },
    {
      query: "{ feed { author { id } comments(limit: 1) { id } } }",
      data: { feed: [{ author: { id: "author of c1,author of c2,author of c3" }, comments: [{ id: "c1" }] }] },
    },
    {
      query: "{ feed { comments(limit: 3) { isSpam } } }",
      data: { feed: [{ comments: [{ isSpam: false }, { isSpam: true }, { isSpam: false }] }] },
    },
    {
      query:
        "query ($limit: Int = 1) { feed { author { id } ...A ...B } } fragment A on Post { comments(limit: $limit) { id } } fragment B on Post { comments(limit: $limit) { isSpam body } }",
      data: {
        feed: [{ author: { id: "author of c1,author of c2,author of c3" }, comments: [{ id: "c1", isSpam: false, body: "text of c1" }] }],
      },
    },
    {
      query: "{ feed { a: comments(limit: 1) { isSpam } b: comments(limit: 2) { isSpam } author { id } } }",
      data: {
        feed: [
          { a: [{ isSpam: false }], b: [{ isSpam: false }, { isSpam: true }], author: { id: "author of c1,author of c2,author of c3" } },
        ],
      },
    },
  ],
};

/** `@requires` with arguments. */
export const requiredArguments: readonly Scenario[] = [currencies, posts];
