import { always, type Scenario } from "../scenario.ts";

/** A subgraph that must not be asked: what it says is wrong. */
const wrong = (field: string) => ({ [field]: always("must not be asked for") });

const nested: Scenario = {
  name: "@provides, nested",
  subgraphs: [
    {
      name: "products",
      typeDefs: `type Query { products: [Product] @provides(fields: "categories { id name sub { id name } }") } type Product @key(fields: "id") { id: ID! categories: [Category] @external } type Category @key(fields: "id") { id: ID! name: String @external sub: [Category] @external }`,
      resolvers: { Query: { products: always([{ id: "p1", categories: [{ id: "c1", name: "One", sub: [{ id: "c2", name: "Two" }] }] }]) } },
    },
    {
      name: "categories",
      typeDefs: `type Product @key(fields: "id") { id: ID! categories: [Category] @shareable } type Category @key(fields: "id") { id: ID! name: String @shareable sub: [Category] @shareable note: String }`,
      resolvers: {
        Product: { __resolveReference: ({ id }: { id: string }) => ({ id, categories: [] }) },
        Category: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          sub: ({ id }: { id: string }) => (id === "c1" ? [{ id: "c2" }] : []),
          note: ({ id }: { id: string }) => `Note ${id}`,
          ...wrong("name"),
        },
      },
    },
  ],
  cases: [
    {
      query: "{ products { id categories { id name sub { name } } } }",
      data: { products: [{ id: "p1", categories: [{ id: "c1", name: "One", sub: [{ name: "Two" }] }] }] },
    },
    {
      query: "{ products { categories { name note sub { note id } } } }",
      data: { products: [{ categories: [{ name: "One", note: "Note c1", sub: [{ note: "Note c2", id: "c2" }] }] }] },
    },
  ],
};

const elsewhere: Scenario = {
  name: "@provides in one place, and something else in another",
  subgraphs: [
    {
      name: "items",
      typeDefs: `type Item @key(fields: "id") { id: ID! name: String @shareable price: Float @shareable }`,
      resolvers: {
        Item: { __resolveReference: (one: object) => one, name: ({ id }: { id: string }) => `name ${id}`, price: always(2.5) },
      },
    },
    {
      name: "shelves",
      typeDefs: `type Query { best: Item @provides(fields: "name") item: Item } type Item @key(fields: "id") { id: ID! name: String @external price: Float @external next: Item @provides(fields: "price") }`,
      resolvers: {
        Query: { best: always({ id: "1", name: "name 1" }), item: always({ id: "2" }) },
        Item: { __resolveReference: (one: object) => one, next: ({ id }: { id: string }) => ({ id: `${id}+`, price: 2.5 }) },
      },
    },
  ],
  cases: [
    // The native planner takes the name for provided here, too.
    { query: "{ item { next { name } } }", data: { item: { next: { name: "name 2+" } } } },
  ],
};

const repeated: Scenario = {
  name: "an entity that several subgraphs lead to, in itself",
  subgraphs: [
    {
      name: "sizes",
      typeDefs: `type Node @key(fields: "id") { id: ID! next: Node @shareable size: Int! }`,
      resolvers: { Node: { __resolveReference: (one: object) => one, next: always({ id: "3" }), size: always(7) } },
    },
    {
      name: "labels",
      typeDefs: `type Node @key(fields: "id") { id: ID! next: Node @shareable size: Int! @external label: String @requires(fields: "size") }`,
      resolvers: {
        Node: {
          __resolveReference: (one: object) => one,
          next: always({ id: "3" }),
          label: ({ id, size }: { id: string; size: number }) => `${id} of ${size}`,
        },
      },
    },
    {
      name: "nodes",
      typeDefs: `type Query { node: Node } type Node @key(fields: "id") { id: ID! next: Node @shareable weight: Float }`,
      resolvers: { Query: { node: always({ id: "1" }) }, Node: { next: always({ id: "3" }), weight: always(0.5) } },
    },
  ],
  cases: [
    {
      // The native planner asks for the second `next` without saying what of it.
      query: "{ node { next { label next { label weight } } } }",
      data: { node: { next: { label: "3 of 7", next: { label: "3 of 7", weight: 0.5 } } } },
    },
  ],
};

const onInterface: Scenario = {
  name: "@provides on an interface",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { media: Media @shareable } interface Media { id: ID! animals: [Animal] } interface Animal { id: ID! } type Book implements Media @key(fields: "id") { id: ID! animals: [Animal] @shareable } type Dog implements Animal @key(fields: "id") { id: ID! } type Cat implements Animal @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: { media: always({ __typename: "Book", id: "m1" }) },
        Book: {
          animals: always([
            { __typename: "Dog", id: "a1" },
            { __typename: "Cat", id: "a2" },
          ]),
          __resolveReference: (one: object) => one,
        },
        Dog: { __resolveReference: (one: object) => one },
        Cat: { __resolveReference: (one: object) => one },
      },
    },
    {
      name: "b",
      typeDefs: `type Query { media: Media @shareable @provides(fields: "animals { id name }") } interface Media { id: ID! animals: [Animal] } interface Animal { id: ID! name: String } type Book implements Media { id: ID! @shareable animals: [Animal] @external } type Dog implements Animal { id: ID! @external name: String @external } type Cat implements Animal { id: ID! @external name: String @external }`,
      resolvers: {
        Query: {
          media: always({
            __typename: "Book",
            id: "m1",
            animals: [
              { __typename: "Dog", id: "a1", name: "Rex" },
              { __typename: "Cat", id: "a2", name: "Tom" },
            ],
          }),
        },
      },
    },
    {
      name: "c",
      typeDefs: `interface Animal { id: ID! name: String } type Dog implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int } type Cat implements Animal @key(fields: "id") { id: ID! name: String @shareable age: Int }`,
      resolvers: {
        Dog: { __resolveReference: ({ id }: { id: string }) => ({ id, name: "Rex", age: 8 }) },
        Cat: { __resolveReference: ({ id }: { id: string }) => ({ id, name: "Tom", age: 6 }) },
      },
    },
  ],
  cases: [
    {
      query: "{ media { id animals { id name } } }",
      data: {
        media: {
          id: "m1",
          animals: [
            { id: "a1", name: "Rex" },
            { id: "a2", name: "Tom" },
          ],
        },
      },
    },
    {
      query: "{ media { animals { __typename id name ... on Cat { age } } } }",
      data: {
        media: {
          animals: [
            { __typename: "Dog", id: "a1", name: "Rex" },
            { __typename: "Cat", id: "a2", name: "Tom", age: 6 },
          ],
        },
      },
    },
  ],
};

const onUnion: Scenario = {
  name: "@provides on a union",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { media: [Media] @shareable @provides(fields: "... on Book { title }") } union Media = Book | Movie type Book @key(fields: "id") { id: ID! title: String @external } type Movie @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: {
          media: always([
            { __typename: "Book", id: "m1", title: "Dune" },
            { __typename: "Movie", id: "m2" },
          ]),
        },
        Book: { __resolveReference: (one: object) => one },
        Movie: { __resolveReference: (one: object) => one },
      },
    },
    {
      name: "b",
      typeDefs: `type Book @key(fields: "id") { id: ID! title: String @shareable author: String } type Movie @key(fields: "id") { id: ID! title: String }`,
      resolvers: {
        Book: { __resolveReference: ({ id }: { id: string }) => ({ id, author: "Herbert" }), ...wrong("title") },
        Movie: { __resolveReference: ({ id }: { id: string }) => ({ id, title: "Alien" }) },
      },
    },
  ],
  cases: [
    { query: "{ media { ... on Book { id title } ... on Movie { id } } }", data: { media: [{ id: "m1", title: "Dune" }, { id: "m2" }] } },
    {
      query: "{ media { ... on Book { title author } ... on Movie { title } } }",
      data: { media: [{ title: "Dune", author: "Herbert" }, { title: "Alien" }] },
    },
  ],
};

/** `@provides` of all kinds. */
export const provisions: readonly Scenario[] = [nested, onInterface, onUnion, elsewhere, repeated];
