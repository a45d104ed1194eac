import { always, among, type Scenario } from "../scenario.ts";

const books = [
  { isbn: "b1", title: "Dune", shelf: { room: "A", row: 1 } },
  { isbn: "b2", title: "Emma", shelf: { room: "B", row: 2 } },
];
const stock = [
  { isbn: "b1", copies: 3, shelf: { room: "A", row: 1 } },
  { isbn: "b2", copies: 0, shelf: { room: "B", row: 2 } },
];

const simple: Scenario = {
  name: "an entity of two subgraphs",
  subgraphs: [
    {
      name: "books",
      typeDefs: `type Query { books: [Book!]! book(isbn: ID!): Book } type Book @key(fields: "isbn") { isbn: ID! title: String }`,
      resolvers: {
        Query: { books: always(books), book: (_: unknown, { isbn }: { isbn: string }) => books.find((one) => one.isbn === isbn) ?? null },
        Book: { __resolveReference: among(books, "isbn") },
      },
    },
    {
      name: "stock",
      typeDefs: `type Query { scarce: [Book] pairs: [[Book!]] } type Book @key(fields: "isbn") { isbn: ID! copies: Int }`,
      resolvers: {
        Query: { scarce: always([{ isbn: "b2" }, null]), pairs: always([[{ isbn: "b1" }, { isbn: "b2" }], [], null]) },
        Book: {
          __resolveReference: among(stock, "isbn"),
          copies: ({ isbn }: { isbn: string }) => stock.find((one) => one.isbn === isbn)?.copies,
        },
      },
    },
  ],
  cases: [
    {
      query: "{ books { title copies } }",
      data: {
        books: [
          { title: "Dune", copies: 3 },
          { title: "Emma", copies: 0 },
        ],
      },
    },
    { query: "{ scarce { copies title } }", data: { scarce: [{ copies: 0, title: "Emma" }, null] } },
    { query: "{ pairs { title } }", data: { pairs: [[{ title: "Dune" }, { title: "Emma" }], [], null] } },
    { query: `{ a: book(isbn: "b1") { copies } b: book(isbn: "none") { copies } }`, data: { a: { copies: 3 }, b: null } },
    {
      query: `{ x: books { c: copies t: title } y: books { copies: title title: isbn } }`,
      data: {
        x: [
          { c: 3, t: "Dune" },
          { c: 0, t: "Emma" },
        ],
        y: [
          { copies: "Dune", title: "b1" },
          { copies: "Emma", title: "b2" },
        ],
      },
    },
    {
      query: `query ($isbn: ID! = "b2") { book(isbn: $isbn) { __typename kind: __typename copies } }`,
      data: { book: { __typename: "Book", kind: "Book", copies: 0 } },
    },
    { query: `query ($isbn: ID!) { book(isbn: $isbn) { copies } }`, variables: { isbn: "b1" }, data: { book: { copies: 3 } } },
  ],
};

const keys: Scenario = {
  name: "several keys, nested and compound, each known to some subgraphs only",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { items: [Item] } type Item @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: { items: always([{ id: "1" }, { id: "2" }]) },
        Item: { __resolveReference: among([{ id: "1" }, { id: "2" }], "id") },
      },
    },
    {
      name: "b",
      typeDefs: `type Item @key(fields: "id") @key(fields: "id code { zone number }") { id: ID! code: Code! } type Code { zone: String! @shareable number: Int! @shareable }`,
      resolvers: { Item: { __resolveReference: ({ id }: { id: string }) => ({ id, code: { zone: `z${id}`, number: Number(id) } }) } },
    },
    {
      name: "c",
      typeDefs: `type Item @key(fields: "id code { number zone }") @key(fields: "slug") { id: ID! code: Code! slug: String! } type Code { zone: String! @shareable number: Int! @shareable }`,
      resolvers: {
        Item: {
          __resolveReference: ({ id, code }: { id: string; code: { zone: string; number: number } }) => ({
            id,
            code,
            slug: `${code.zone}/${code.number}`,
          }),
        },
      },
    },
    {
      name: "d",
      typeDefs: `type Item @key(fields: "slug") { slug: String! price: Int part: Part } type Part @key(fields: "id", resolvable: false) { id: ID! }`,
      resolvers: {
        Item: { __resolveReference: ({ slug }: { slug: string }) => ({ slug, price: slug.length, part: { id: `of ${slug}` } }) },
      },
    },
    {
      name: "e",
      typeDefs: `type Part @key(fields: "id") { id: ID! name: String whole: Item } type Item @key(fields: "id", resolvable: false) { id: ID! }`,
      resolvers: { Part: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `Part ${id}`, whole: { id: "2" } }) } },
    },
  ],
  cases: [
    { query: "{ items { price } }", data: { items: [{ price: 4 }, { price: 4 }] } },
    {
      query: "{ items { id slug code { zone } } }",
      data: {
        items: [
          { id: "1", slug: "z1/1", code: { zone: "z1" } },
          { id: "2", slug: "z2/2", code: { zone: "z2" } },
        ],
      },
    },
    {
      query: "{ items { part { name whole { id price } } } }",
      data: {
        items: [
          { part: { name: "Part of z1/1", whole: { id: "2", price: 4 } } },
          { part: { name: "Part of z2/2", whole: { id: "2", price: 4 } } },
        ],
      },
    },
  ],
};

const lists: Scenario = {
  name: "keys that are lists of entities, and parents that only another subgraph knows",
  subgraphs: [
    {
      name: "lists",
      typeDefs: `type Query { tops: ProductList } type ProductList @key(fields: "products { id }") { products: [Product!]! } type Product @key(fields: "id") { id: ID! category: Category } type Category @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: {
          tops: always({
            products: [
              { id: "p1", category: { id: "c1" } },
              { id: "p2", category: null },
            ],
          }),
        },
        Product: { __resolveReference: ({ id }: { id: string }) => ({ id, category: { id: "c1" } }) },
      },
    },
    {
      name: "picks",
      typeDefs: `type ProductList @key(fields: "products { id }") { products: [Product!]! first: Product selected: Product } type Product @key(fields: "id") { id: ID! }`,
      resolvers: {
        ProductList: {
          __resolveReference: ({ products }: { products: readonly { id: string }[] }) => ({
            products,
            first: products[0],
            selected: products[1],
          }),
        },
      },
    },
    {
      name: "prices",
      typeDefs: `type Product @key(fields: "id") { id: ID! price: Int } type Category @key(fields: "id") { id: ID! details: Details @shareable } type Details @shareable { products: Int }`,
      resolvers: {
        Product: { __resolveReference: ({ id }: { id: string }) => ({ id, price: id === "p1" ? 10 : 20 }) },
        Category: { __resolveReference: ({ id }: { id: string }) => ({ id, details: { products: 7 } }) },
      },
    },
    {
      name: "names",
      typeDefs: `type Category @key(fields: "id") { id: ID! details: Details @shareable } type Details { name: String products: Int @shareable }`,
      resolvers: {
        Category: { __resolveReference: ({ id }: { id: string }) => ({ id, details: { name: `Category ${id}`, products: 7 } }) },
      },
    },
  ],
  cases: [
    {
      query: "{ tops { first { id price } selected { price } } }",
      data: { tops: { first: { id: "p1", price: 10 }, selected: { price: 20 } } },
    },
    {
      query: "{ tops { products { price category { id } } } }",
      data: {
        tops: {
          products: [
            { price: 10, category: { id: "c1" } },
            { price: 20, category: null },
          ],
        },
      },
    },
    {
      query: "{ tops { products { category { details { name products } } } } }",
      data: { tops: { products: [{ category: { details: { name: "Category c1", products: 7 } } }, { category: null }] } },
    },
    {
      query: "{ tops { selected { category { details { products } } } } }",
      data: { tops: { selected: { category: { details: { products: 7 } } } } },
    },
  ],
};

const nullKeys: Scenario = {
  name: "keys that are null, and entities that are gone",
  subgraphs: [
    {
      name: "a",
      typeDefs: `type Query { boxes: [Box!] } type Box { book: Book } type Book @key(fields: "upc") { upc: ID! }`,
      resolvers: { Query: { boxes: always(["b1", "b2", "b3"].map((upc) => ({ book: { upc } }))) } },
    },
    {
      name: "b",
      typeDefs: `type Book @key(fields: "id") @key(fields: "upc") { id: ID upc: ID! }`,
      resolvers: {
        Book: { __resolveReference: ({ upc }: { upc: string }) => (upc === "b3" ? null : { upc, id: upc === "b2" ? null : `id-${upc}` }) },
      },
    },
    {
      name: "c",
      typeDefs: `type Book @key(fields: "id") { id: ID author: Author } type Author { name: String }`,
      resolvers: {
        Book: { __resolveReference: ({ id }: { id: string | null }) => (id === null ? null : { id, author: { name: `Author of ${id}` } }) },
      },
    },
  ],
  cases: [
    { query: "{ boxes { book { upc } } }", data: { boxes: [{ book: { upc: "b1" } }, { book: { upc: "b2" } }, { book: { upc: "b3" } }] } },
    {
      query: "{ boxes { book { upc author { name } } } }",
      data: {
        boxes: [
          { book: { upc: "b1", author: { name: "Author of id-b1" } } },
          { book: { upc: "b2", author: null } },
          { book: { upc: "b3", author: null } },
        ],
      },
    },
    { query: "{ boxes { book { id } } }", data: { boxes: [{ book: { id: "id-b1" } }, { book: { id: null } }, { book: { id: null } }] } },
  ],
};

/** Entities: simple and complex calls, keys of all kinds. */
export const entities: readonly Scenario[] = [simple, keys, lists, nullKeys];
