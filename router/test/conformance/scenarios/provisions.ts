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
export const provisions: readonly Scenario[] = [nested, onInterface, onUnion];
