import { always, type Scenario } from "../scenario.ts";

type Entity = Readonly<Record<string, unknown>>;

const copies = [
  { barcode: "c1", place: { shelf: "A", row: 1 }, title: "Dune" },
  { barcode: "c2", place: { shelf: "B", row: 2 }, title: "Emma" },
];
const copyOf = (barcode: unknown) => copies.find((one) => one.barcode === barcode) ?? null;

const known: Scenario = {
  name: "keys that a subgraph knows and does not resolve, before the one that it resolves",
  subgraphs: [
    {
      name: "catalogue",
      typeDefs: `type Copy @key(fields: "place { shelf row }", resolvable: false) @key(fields: "barcode") { barcode: ID! place: Place! title: String! } type Place { shelf: ID! row: Int! }`,
      resolvers: { Copy: { __resolveReference: ({ barcode }: Entity) => copyOf(barcode) } },
    },
    {
      name: "loans",
      typeDefs: `type Query { loans: [Loan!]! } type Loan { copies: [Copy!]! } type Copy @key(fields: "place { shelf row }", resolvable: false) @key(fields: "barcode", resolvable: false) @key(fields: "barcode place { row }") { barcode: ID! place: Place! title: String! @external label: String! @requires(fields: "title") } type Place { shelf: ID! row: Int! }`,
      resolvers: {
        Query: { loans: always([{ copies: copies.map(({ barcode, place }) => ({ barcode, place })) }]) },
        Copy: {
          __resolveReference: (copy: Entity) => {
            const { barcode, place } = copy as { barcode?: string; place: { row?: number } };
            return barcode === undefined || place.row === undefined ? null : copy;
          },
          label: ({ title, barcode }: Entity) => `${title} (${barcode})`,
        },
      },
    },
  ],
  cases: [
    {
      query: "{ loans { copies { label } } }",
      data: { loans: [{ copies: [{ label: "Dune (c1)" }, { label: "Emma (c2)" }] }] },
    },
    {
      query: "{ loans { copies { title place { shelf } label } } }",
      data: {
        loans: [
          {
            copies: [
              { title: "Dune", place: { shelf: "A" }, label: "Dune (c1)" },
              { title: "Emma", place: { shelf: "B" }, label: "Emma (c2)" },
            ],
          },
        ],
      },
    },
  ],
};

const refuse = (what: string) => () => {
  throw new Error(what);
};

const steps: Scenario = {
  name: "entities that the subgraph on the way to their fields does not have",
  subgraphs: [
    {
      name: "shops",
      typeDefs: `type Query { stands: [Stand] } type Stand { item: Item } type Item @key(fields: "code") { code: ID! }`,
      resolvers: { Query: { stands: always(["k1", "k2", "k3"].map((code) => ({ item: { code } }))) } },
    },
    {
      name: "codes",
      typeDefs: `type Item @key(fields: "code") @key(fields: "id") { code: ID! id: ID! }`,
      resolvers: { Item: { __resolveReference: ({ code }: Entity) => (code === "k2" ? null : { code, id: `i${code}` }) } },
    },
    {
      name: "makers",
      typeDefs: `type Item @key(fields: "id") { id: ID! maker: Maker } type Maker { name: String }`,
      resolvers: {
        Item: {
          __resolveReference: ({ id }: Entity) => (typeof id === "string" ? { id } : refuse("no id")()),
          maker: ({ id }: Entity) => ({ name: `maker of ${id}` }),
        },
      },
    },
  ],
  cases: [
    {
      query: "{ stands { item { code maker { name } } } }",
      data: {
        stands: [
          { item: { code: "k1", maker: { name: "maker of ik1" } } },
          { item: { code: "k2", maker: null } },
          { item: { code: "k3", maker: { name: "maker of ik3" } } },
        ],
      },
    },
  ],
};

/** Several keys of an entity, and ways from one to another. */
export const keys: readonly Scenario[] = [known, steps];
