import { always, among, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;

const products = [
  { __typename: "Book", id: "p1", sku: "s1", title: "Dune" },
  { __typename: "Mag", id: "p2", sku: "s2", title: "Time" },
];
const withNames = (__typename: string) => ({ __resolveReference: ({ id }: Entity) => ({ __typename, id }) });

const differing: Scenario = {
  name: "an interface whose types and fields differ by subgraph",
  subgraphs: [
    {
      name: "products",
      typeDefs: `type Query { products: [Product] similar(id: ID!): [Product] } interface Product { id: ID! sku: String size: Size createdBy: User } interface Similar { sku: String } type Book implements Product & Similar @key(fields: "id") { id: ID! sku: String size: Size @shareable createdBy: User } type Mag implements Product & Similar @key(fields: "id") { id: ID! sku: String size: Size @shareable createdBy: User } type Size @shareable { width: Int weight: Int } type User @key(fields: "email") { email: ID! total: Int @shareable }`,
      resolvers: {
        Query: { products: always(products), similar: (_: unknown, { id }: Entity) => products.filter((one) => one.id !== id) },
        Product: { __resolveType: (one: Entity) => one["__typename"] },
        Similar: { __resolveType: (one: Entity) => one["__typename"] },
        Book: { __resolveReference: among(products, "id"), size: always({ width: 1, weight: 2 }), createdBy: always({ email: "u1" }) },
        Mag: { __resolveReference: among(products, "id"), size: always({ width: 3, weight: 4 }), createdBy: always({ email: "u2" }) },
        User: { __resolveReference: (one: Entity) => one, total: always(2) },
      },
    },
    {
      name: "books",
      typeDefs: `type Book @key(fields: "id") { id: ID! title: String publisher: Publisher } union Publisher = Agency | Self type Agency @key(fields: "id") { id: ID! } type Self @shareable { email: String }`,
      resolvers: {
        Book: { __resolveReference: among(products, "id"), publisher: always({ __typename: "Agency", id: "a1" }) },
        Agency: { __resolveReference: (one: Entity) => one },
      },
    },
    {
      name: "mags",
      typeDefs: `type Mag @key(fields: "id") { id: ID! title: String publisher: Publisher } union Publisher = Agency | Self type Agency @key(fields: "id") { id: ID! } type Self @shareable { email: String }`,
      resolvers: { Mag: { __resolveReference: among(products, "id"), publisher: always({ __typename: "Self", email: "me" }) } },
    },
    {
      name: "agencies",
      typeDefs: `type Agency @key(fields: "id") { id: ID! company: String contact: Contact } type Contact { email: String @shareable address: String } type User @key(fields: "email") { email: ID! total: Int @shareable name: String }`,
      resolvers: {
        Agency: { __resolveReference: ({ id }: Entity) => ({ id, company: "Acme", contact: { email: "x", address: null } }) },
        User: { __resolveReference: ({ email }: Entity) => ({ email, total: 2, name: `Name ${email}` }) },
      },
    },
    {
      name: "reviews",
      typeDefs: `interface Product { id: ID! reviews: [Review!]! count: Int } type Book implements Product @key(fields: "id") { id: ID! reviews: [Review!]! count: Int } type Mag implements Product @key(fields: "id") { id: ID! reviews: [Review!]! count: Int } type Review { id: Int product: Product }`,
      resolvers: {
        Product: { __resolveType: (one: Entity) => one["__typename"] },
        Book: { ...withNames("Book"), count: always(1), reviews: always([{ id: 1, product: { __typename: "Book", id: "p1" } }]) },
        Mag: {
          ...withNames("Mag"),
          count: always(0),
          reviews: always([
            { id: 2, product: { __typename: "Mag", id: "p2" } },
            { id: 3, product: null },
          ]),
        },
      },
    },
    {
      name: "delivery",
      typeDefs: `interface Product { id: ID! size: Size delivery(zip: String): Delivery } type Book implements Product @key(fields: "id") { id: ID! size: Size @external delivery(zip: String): Delivery @requires(fields: "size { width weight }") } type Mag implements Product @key(fields: "id") { id: ID! size: Size @external delivery(zip: String): Delivery @requires(fields: "size { width weight }") } type Size @shareable { width: Int weight: Int } type Delivery { estimate: String }`,
      resolvers: {
        Product: { __resolveType: (one: Entity) => one["__typename"] },
        Book: {
          __resolveReference: (one: Entity) => one,
          delivery: ({ size }: { size: Entity }, { zip }: Entity) => ({ estimate: `${zip} ${size["width"]}x${size["weight"]}` }),
        },
        Mag: {
          __resolveReference: (one: Entity) => one,
          delivery: ({ size }: { size: Entity }, { zip }: Entity) => ({ estimate: `${zip} ${size["width"]}x${size["weight"]}` }),
        },
      },
    },
  ],
  cases: [
    {
      query: "{ products { id size { width } } }",
      data: {
        products: [
          { id: "p1", size: { width: 1 } },
          { id: "p2", size: { width: 3 } },
        ],
      },
    },
    {
      query: `{ a: similar(id: "p1") { sku delivery(zip: "1") { estimate } } b: similar(id: "p2") { id delivery(zip: "2") { estimate } } }`,
      data: { a: [{ sku: "s2", delivery: { estimate: "1 3x4" } }], b: [{ id: "p1", delivery: { estimate: "2 1x2" } }] },
    },
    {
      query: "{ products { sku ... on Product { sku } ... on Book { sku } ... on Similar { __typename type: __typename } } }",
      data: {
        products: [
          { sku: "s1", __typename: "Book", type: "Book" },
          { sku: "s2", __typename: "Mag", type: "Mag" },
        ],
      },
    },
    {
      query: "{ products { author: createdBy { email total name } ... on Mag { title } } }",
      data: {
        products: [
          { author: { email: "u1", total: 2, name: "Name u1" } },
          { author: { email: "u2", total: 2, name: "Name u2" }, title: "Time" },
        ],
      },
    },
    {
      query: "{ products { id reviews { id product { sku ... on Mag { title } ... on Book { count } } } } }",
      data: {
        products: [
          { id: "p1", reviews: [{ id: 1, product: { sku: "s1", count: 1 } }] },
          {
            id: "p2",
            reviews: [
              { id: 2, product: { sku: "s2", title: "Time" } },
              { id: 3, product: null },
            ],
          },
        ],
      },
    },
    {
      query:
        "query ($t: Boolean = true) { products { reviews { product { id ... on Book @include(if: $t) { title } ... on Mag { sku ... on Mag @skip(if: $t) { title } } } } } }",
      data: {
        products: [
          { reviews: [{ product: { id: "p1", title: "Dune" } }] },
          { reviews: [{ product: { id: "p2", sku: "s2" } }, { product: null }] },
        ],
      },
    },
    {
      query:
        "query ($t: Boolean = false) { products { ... on Book @include(if: $t) { title } ... on Book { sku } ... on Mag @skip(if: $t) { title } } }",
      data: { products: [{ sku: "s1" }, { title: "Time" }] },
    },
    {
      query:
        "{ products { ... on Mag { publisher { ...P } } ... on Book { publisher { ...P } } } } fragment P on Publisher { __typename ... on Agency { id company contact { email address } } ... on Self { email } }",
      data: {
        products: [
          { publisher: { __typename: "Agency", id: "a1", company: "Acme", contact: { email: "x", address: null } } },
          { publisher: { __typename: "Self", email: "me" } },
        ],
      },
    },
    {
      query: '{ similar(id: "p1") { ... on Similar { ... on Product { ... on Mag { count reviews { id } } } } } }',
      data: { similar: [{ count: 0, reviews: [{ id: 2 }, { id: 3 }] }] },
    },
  ],
};

const mismatch: Scenario = {
  name: "fields of one name and different types, side by side",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { users: [User!]! } type User @key(fields: "id") { id: ID @shareable name: String similar: [Account!]! } union Account = User | Admin type Admin { id: ID @shareable name: String @shareable similar: [Account!]! @shareable }`,
      resolvers: {
        Query: { users: always([{ id: "u1", name: "Ada", similar: [{ __typename: "Admin", id: "a1", name: "Bob", similar: [] }] }]) },
        User: { __resolveReference: ({ id }: Entity) => ({ id, name: "Ada", similar: [{ __typename: "User", id: "u1", name: "Ada" }] }) },
      },
    },
    {
      name: "b",
      typeDefs: `type Query { accounts: [Account!]! } union Account = User | Admin type User @key(fields: "id") { id: ID! @shareable } type Admin { id: ID! @shareable name: String! @shareable similar: [Account!]! @shareable }`,
      resolvers: {
        Query: {
          accounts: always([
            { __typename: "User", id: "u1" },
            { __typename: "Admin", id: "a1", name: "Bob", similar: [{ __typename: "User", id: "u1" }] },
          ]),
        },
      },
    },
  ],
  cases: [
    {
      query: "{ users { id name } accounts { ... on User { id name } ... on Admin { id name } } }",
      data: {
        users: [{ id: "u1", name: "Ada" }],
        accounts: [
          { id: "u1", name: "Ada" },
          { id: "a1", name: "Bob" },
        ],
      },
    },
    {
      query:
        "{ accounts { ... on User { i: id n: name } ... on Admin { id name similar { ... on User { id name } ... on Admin { id } } } } }",
      data: {
        accounts: [
          { i: "u1", n: "Ada" },
          { id: "a1", name: "Bob", similar: [{ id: "u1", name: "Ada" }] },
        ],
      },
    },
    {
      query: "{ users { similar { ... on User { id name } ... on Admin { id name } } } }",
      data: { users: [{ similar: [{ id: "a1", name: "Bob" }] }] },
    },
  ],
};

const circular: Scenario = {
  name: "an interface that refers to itself",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { product: Product } interface Product { samePrice: [Product] } type Book implements Product @key(fields: "id") { id: ID! samePrice: [Product] }`,
      resolvers: {
        Query: { product: always({ __typename: "Book", id: "1" }) },
        Product: { __resolveType: always("Book") },
        Book: {
          __resolveReference: (one: Entity) => one,
          samePrice: ({ id }: Entity) => [{ __typename: "Book", id: id === "1" ? "2" : "1" }],
        },
      },
    },
    {
      name: "b",
      typeDefs: `interface Product { price: Float } type Book implements Product @key(fields: "id") { id: ID! price: Float }`,
      resolvers: { Product: { __resolveType: always("Book") }, Book: { __resolveReference: ({ id }: Entity) => ({ id, price: 10.5 }) } },
    },
  ],
  cases: [
    { query: "{ product { samePrice { ... on Book { id } } } }", data: { product: { samePrice: [{ id: "2" }] } } },
    {
      query: "{ product { price samePrice { price ... on Book { id } samePrice { price __typename } } } }",
      data: { product: { price: 10.5, samePrice: [{ price: 10.5, id: "2", samePrice: [{ price: 10.5, __typename: "Book" }] }] } },
    },
  ],
};

const nodes: Scenario = {
  name: "a node that different subgraphs know in part",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { node(id: ID!): Node @shareable account(id: String!): Account } interface Node { id: ID! } type Account implements Node @key(fields: "id") { id: ID! username: String! } type Chat implements Node @key(fields: "id") { id: ID! @external account: Account! }`,
      resolvers: {
        Query: {
          node: (_: unknown, { id }: { id: string }) => ({ __typename: id.startsWith("a") ? "Account" : "Chat", id }),
          account: (_: unknown, { id }: Entity) => ({ id }),
        },
        Account: { __resolveReference: (one: Entity) => one, username: ({ id }: Entity) => `name ${id}` },
        Chat: { __resolveReference: (one: Entity) => one, account: always({ id: "a1" }) },
      },
    },
    {
      name: "b",
      typeDefs: `type Query { node(id: ID!): Node @shareable chat(id: String!): Chat } interface Node { id: ID! } type Account implements Node @key(fields: "id") { id: ID! @external chats: [Chat!]! } type Chat implements Node @key(fields: "id") { id: ID! text: String! }`,
      resolvers: {
        Query: {
          node: (_: unknown, { id }: { id: string }) => ({ __typename: id.startsWith("a") ? "Account" : "Chat", id }),
          chat: (_: unknown, { id }: Entity) => ({ id }),
        },
        Account: { __resolveReference: (one: Entity) => one, chats: always([{ id: "c1" }]) },
        Chat: { __resolveReference: (one: Entity) => one, text: ({ id }: Entity) => `text ${id}` },
      },
    },
  ],
  cases: [
    {
      query: `{ a: node(id: "a1") { __typename } c: node(id: "c1") { __typename } }`,
      data: { a: { __typename: "Account" }, c: { __typename: "Chat" } },
    },
    {
      query: `{ a: node(id: "a1") { ... on Account { id username } } c: node(id: "c1") { ... on Chat { id text } } }`,
      data: { a: { id: "a1", username: "name a1" }, c: { id: "c1", text: "text c1" } },
    },
    {
      query: `{ a: node(id: "a1") { ... on Chat { id } } c: node(id: "c1") { __typename ... on Account { id } } }`,
      data: { a: {}, c: { __typename: "Chat" } },
    },
    {
      query: `{ chat(id: "c1") { id text account { id username } } account(id: "a1") { chats { id text } } }`,
      data: {
        chat: { id: "c1", text: "text c1", account: { id: "a1", username: "name a1" } },
        account: { chats: [{ id: "c1", text: "text c1" }] },
      },
    },
    { query: `{ node(id: "a1") { id } }`, data: null, errors: [""] },
  ],
};

/** Interfaces and unions. */
export const abstractTypes: readonly Scenario[] = [differing, mismatch, circular, nodes];
