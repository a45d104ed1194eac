import { always, among, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;

const chains: Scenario = {
  name: "@requires of what requires",
  subgraphs: [
    {
      name: "products",
      typeDefs: `type Query { product: Product products: [Product] } type Product @key(fields: "id") { id: ID! }`,
      resolvers: { Query: { product: always({ id: "p1" }), products: always([{ id: "p1" }, { id: "p2" }]) } },
    },
    {
      name: "prices",
      typeDefs: `type Product @key(fields: "id") { id: ID! price: Int hasDiscount: Boolean! @external isExpensive: Boolean! @requires(fields: "hasDiscount") isCheap: Boolean! @requires(fields: "hasDiscount") }`,
      resolvers: {
        Product: {
          __resolveReference: (one: Entity) => ({ ...one, price: one["id"] === "p1" ? 10 : 1 }),
          isExpensive: ({ hasDiscount }: Entity) => hasDiscount === false,
          isCheap: ({ hasDiscount }: Entity) => hasDiscount === true,
        },
      },
    },
    {
      name: "discounts",
      typeDefs: `type Product @key(fields: "id") { id: ID! price: Int @external hasDiscount: Boolean! @requires(fields: "price") isExpensive: Boolean! @external verdict: String! @requires(fields: "isExpensive price") }`,
      resolvers: {
        Product: {
          __resolveReference: (one: Entity) => one,
          hasDiscount: ({ price }: Entity) => Number(price) < 5,
          verdict: ({ isExpensive, price }: Entity) => `${isExpensive}/${price}`,
        },
      },
    },
  ],
  cases: [
    { query: "{ product { isExpensive } }", data: { product: { isExpensive: true } } },
    { query: "{ product { verdict } }", data: { product: { verdict: "true/10" } } },
    {
      query: "{ products { verdict isCheap hasDiscount } }",
      data: {
        products: [
          { verdict: "true/10", isCheap: false, hasDiscount: false },
          { verdict: "false/1", isCheap: true, hasDiscount: true },
        ],
      },
    },
    {
      query: "{ products { price: id v: verdict hasDiscount: isCheap } }",
      data: {
        products: [
          { price: "p1", v: "true/10", hasDiscount: false },
          { price: "p2", v: "false/1", hasDiscount: true },
        ],
      },
    },
  ],
};

const fragments: Scenario = {
  name: "@requires with fragments, nested",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { entities: [Entity] } type Entity @key(fields: "id") { id: ID! data: Data! } interface Data { foo: String! } type Bar implements Data { foo: String! bar: String! } type Baz implements Data { foo: String! baz: [Deep!]! other: Owner } type Deep { n: Int! s: String } union Owner = Person | Firm type Person @key(fields: "id") { id: ID! } type Firm @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: { entities: always([{ id: "1" }, { id: "2" }]) },
        Entity: {
          __resolveReference: among([{ id: "1" }, { id: "2" }], "id"),
          data: ({ id }: Entity) =>
            id === "1"
              ? { __typename: "Bar", foo: "foo1", bar: "bar1" }
              : {
                  __typename: "Baz",
                  foo: "foo2",
                  baz: [
                    { n: 1, s: "x" },
                    { n: 2, s: null },
                  ],
                  other: { __typename: "Firm", id: "f1" },
                },
        },
      },
    },
    {
      name: "b",
      typeDefs: `type Entity @key(fields: "id") { id: ID! data: Data! @external said: String! @requires(fields: "data { foo ... on Bar { bar } ... on Baz { baz { n s } other { ... on Firm { id size } } } }") typed: String @requires(fields: "data { __typename }") } interface Data { foo: String! } type Bar implements Data { foo: String! @external bar: String! @external } type Baz implements Data { foo: String! @external baz: [Deep!]! @external other: Owner @external } type Deep { n: Int! @external s: String @external } union Owner = Person | Firm type Person @key(fields: "id") { id: ID! } type Firm @key(fields: "id") { id: ID! size: Int @external }`,
      resolvers: {
        Data: { __resolveType: (one: Entity) => one["__typename"] },
        Owner: { __resolveType: (one: Entity) => one["__typename"] },
        Person: { __resolveReference: (one: Entity) => one },
        Firm: { __resolveReference: (one: Entity) => one },
        Entity: {
          __resolveReference: (one: Entity) => one,
          said: ({ data }: { data: Entity }) =>
            [data["foo"], data["bar"], JSON.stringify(data["baz"]), (data["other"] as Entity | undefined)?.["size"]]
              .filter((part) => part !== undefined)
              .join(" "),
          typed: ({ data }: { data: Entity }) => data["__typename"],
        },
      },
    },
    {
      name: "c",
      typeDefs: `type Firm @key(fields: "id") { id: ID! size: Int }`,
      resolvers: { Firm: { __resolveReference: ({ id }: Entity) => ({ id, size: 40 }) } },
    },
  ],
  cases: [
    { query: "{ entities { typed } }", data: { entities: [{ typed: "Bar" }, { typed: "Baz" }] } },
    { query: "{ entities { said } }", data: { entities: [{ said: "foo1 bar1" }, { said: `foo2 [{"n":1,"s":"x"},{"n":2,"s":null}] 40` }] } },
    {
      query: "{ entities { said data { f: foo ... on Baz { baz { n } other { __typename } } } } }",
      data: {
        entities: [
          { said: "foo1 bar1", data: { f: "foo1" } },
          {
            said: `foo2 [{"n":1,"s":"x"},{"n":2,"s":null}] 40`,
            data: { f: "foo2", baz: [{ n: 1 }, { n: 2 }], other: { __typename: "Firm" } },
          },
        ],
      },
    },
    {
      query: "{ entities { data { foo: __typename } typed } }",
      data: {
        entities: [
          { data: { foo: "Bar" }, typed: "Bar" },
          { data: { foo: "Baz" }, typed: "Baz" },
        ],
      },
    },
  ],
};

const onInterface: Scenario = {
  name: "@requires of what is behind an interface",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { a: User @shareable } interface Address { id: ID! } type User @key(fields: "id") { id: ID! name: String! address: Address @external city: String @requires(fields: "address { ... on Home { city } ... on Work { city } }") country: String @requires(fields: "address { ... on Work { country } }") } type Home implements Address @key(fields: "id") { id: ID! city: String @external } type Work implements Address @key(fields: "id") { id: ID! city: String @external country: String @external }`,
      resolvers: {
        Query: { a: always({ id: "u1" }) },
        Address: { __resolveType: (one: Entity) => one["__typename"] },
        Home: { __resolveReference: (one: Entity) => one },
        Work: { __resolveReference: (one: Entity) => one },
        User: {
          __resolveReference: (one: Entity) => one,
          name: ({ id }: Entity) => `name of ${id}`,
          city: ({ address }: { address: Entity }) => `in ${address["city"]}`,
          country: ({ address }: { address: Entity }) => address["country"] ?? "abroad",
        },
      },
    },
    {
      name: "b",
      typeDefs: `type Query { b: User @shareable } interface Address { id: ID! } type User @key(fields: "id") { id: ID! address: Address } type Home implements Address @key(fields: "id") { id: ID! city: String } type Work implements Address @key(fields: "id") { id: ID! city: String country: String }`,
      resolvers: {
        Query: { b: always({ id: "u2" }) },
        Home: { __resolveReference: (one: Entity) => ({ ...one, city: "Rome" }), city: always("Rome") },
        Work: { __resolveReference: (one: Entity) => one, city: always("Turin"), country: always("IT") },
        User: {
          __resolveReference: (one: Entity) => one,
          address: ({ id }: Entity) => (id === "u1" ? { __typename: "Home", id: "h" } : { __typename: "Work", id: "w" }),
        },
      },
    },
  ],
  cases: [
    { query: "{ a { city country } }", data: { a: { city: "in Rome", country: "abroad" } } },
    { query: "{ b { name city country } }", data: { b: { name: "name of u2", city: "in Turin", country: "IT" } } },
    {
      query: "{ b { address { __typename id ... on Home { city } ... on Work { town: city } } city } }",
      data: { b: { address: { __typename: "Work", id: "w", town: "Turin" }, city: "in Turin" } },
    },
  ],
};

const nested: Scenario = {
  name: "@requires of a field of another entity, and @provides of what is required",
  subgraphs: [
    {
      name: "accounts",
      typeDefs: `type Query { me: User } type User @key(fields: "id") { id: ID! username: String @shareable name: String }`,
      resolvers: {
        Query: { me: always({ id: "u1" }) },
        User: { __resolveReference: (one: Entity) => one, name: always("Ada"), username: always("ada") },
      },
    },
    {
      name: "inventory",
      typeDefs: `type Product @key(fields: "upc") { upc: ID! weight: Int @external price: Int @external maker: Maker @external inStock: Boolean shipping: Int @requires(fields: "price weight") tag: String @requires(fields: "maker { country { code } }") } type Maker @key(fields: "id") { id: ID! country: Country @external } type Country { code: String @external }`,
      resolvers: {
        Product: {
          __resolveReference: (one: Entity) => one,
          inStock: always(true),
          shipping: ({ price, weight }: Entity) => Number(price) * Number(weight),
          tag: ({ maker }: { maker: { country: Entity } | null }) => maker?.country["code"] ?? "none",
        },
      },
    },
    {
      name: "products",
      typeDefs: `type Query { products: [Product] } type Product @key(fields: "upc") { upc: ID! weight: Int price: Int maker: Maker } type Maker @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: {
          products: always([
            { upc: "p1", weight: 2, price: 5, maker: { id: "m1" } },
            { upc: "p2", weight: null, price: 5, maker: null },
          ]),
        },
        Product: { __resolveReference: among([{ upc: "p1", weight: 2, price: 5, maker: { id: "m1" } }], "upc") },
      },
    },
    {
      name: "makers",
      typeDefs: `type Maker @key(fields: "id") { id: ID! country: Country } type Country { code: String }`,
      resolvers: { Maker: { __resolveReference: ({ id }: Entity) => ({ id, country: { code: "IT" } }) } },
    },
    {
      name: "reviews",
      typeDefs: `type Review { product: Product author: User @provides(fields: "username") } type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] } type Product @key(fields: "upc") { upc: ID! reviews: [Review] }`,
      resolvers: {
        User: {
          __resolveReference: ({ id }: Entity) => ({ id, reviews: [{ product: { upc: "p1" }, author: { id, username: "provided" } }] }),
        },
        Product: {
          __resolveReference: ({ upc }: Entity) => ({ upc, reviews: [{ product: { upc }, author: { id: "u2", username: "provided" } }] }),
        },
      },
    },
  ],
  cases: [
    {
      query: "{ products { shipping tag } }",
      data: {
        products: [
          { shipping: 10, tag: "IT" },
          { shipping: 0, tag: "none" },
        ],
      },
    },
    {
      query: "{ me { reviews { author { username name } product { shipping inStock weight } } } }",
      data: { me: { reviews: [{ author: { username: "provided", name: "Ada" }, product: { shipping: 10, inStock: true, weight: 2 } }] } },
    },
    {
      query: "{ me { username } products { reviews { author { username } product { upc } } } }",
      data: {
        me: { username: "ada" },
        products: [
          { reviews: [{ author: { username: "provided" }, product: { upc: "p1" } }] },
          { reviews: [{ author: { username: "provided" }, product: { upc: "p2" } }] },
        ],
      },
    },
  ],
};

const roundTrip: Scenario = {
  name: "a @requires of a field with a @requires, that goes back to where the first one came from",
  subgraphs: [
    {
      name: "labels",
      typeDefs: `type Item @key(fields: "id") @key(fields: "code") { id: ID! code: String! size: Int weight: Int! @external label: String @requires(fields: "weight") }`,
      resolvers: {
        Item: { __resolveReference: (one: object) => one, size: () => 3, label: ({ weight }: { weight: number }) => `label of ${weight}` },
      },
    },
    {
      name: "weights",
      typeDefs: `type Query { item: Item } type Item @key(fields: "id") { id: ID! size: Int @external weight: Int! @requires(fields: "size") }`,
      resolvers: {
        Query: { item: () => ({ id: "1" }) },
        Item: { __resolveReference: (one: object) => one, weight: ({ size }: { size?: number }) => (size === undefined ? null : size * 2) },
      },
    },
  ],
  cases: [
    { query: "{ item { weight } }", data: { item: { weight: 6 } } },
    {
      query: "{ item { label } }",
      data: { item: { label: "label of 6" } },
      hiveDiffers: "both planners ask for the weight without the size: the operation is refused",
      apolloDiffers: "it asks for the weight without the size",
    },
  ],
};

/** `@requires` of all kinds, without arguments. */
export const requirements: readonly Scenario[] = [chains, fragments, onInterface, nested, roundTrip];
