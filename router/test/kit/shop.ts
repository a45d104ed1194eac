import { startSubgraph, type TestSubgraph } from "./subgraph.ts";

/** A shop in four subgraphs, small and with every kind of join that ours has. */
export interface Shop {
  readonly catalog: TestSubgraph;
  readonly stock: TestSubgraph;
  readonly orders: TestSubgraph;
  readonly payments: TestSubgraph;
  readonly all: readonly TestSubgraph[];
  /** What mutations did, in the order in which they did it. */
  readonly done: string[];
  stop(): Promise<void>;
}

const CATALOG = `
  type Query { products: ProductConnection! product(id: ID!): Product search(text: String): [Found!]! shelf: Shelf }
  type Mutation { rename(id: ID!, title: String!): Product remark(text: String!): String! }
  type ProductConnection { nodes: [Product!]! }
  type Product implements Named @key(fields: "id") { id: ID! title: String! variants: [Variant!]! state: State! }
  type Variant @key(fields: "sku") { sku: ID! title(upper: Boolean): String weight: Int product: Product! }
  type Brand implements Named { title: String! country: String }
  interface Named { title: String! }
  type Shelf { named: [Named!]! weight: Int! }
  enum State { ON_SALE GONE SECRET @inaccessible }
  union Found = Product | Variant | Brand
`;

const STOCK = `
  type Query { warehouses: [String!]! }
  type Variant @key(fields: "sku") { sku: ID! availability: Availability bin: String! weight: Int @external parcel: String @requires(fields: "weight") }
  type Availability { available: Int! }
`;

const ORDERS = `
  type Query { order(id: ID!): Order orders: [Order!]! broken: Order }
  type Mutation { place(ref: String!): Placed! forget(ref: String!): Boolean! require(ref: String!): Order! }
  union Placed = Order | Refused
  type Refused { code: String! }
  type Order @key(fields: "id") { id: ID! ref: String lines: [Line!]! mood: String }
  type Line { quantity: Int! variant: Variant }
  type Variant @key(fields: "sku", resolvable: false) { sku: ID! }
`;

const PAYMENTS = `
  type Query { paymentCount: Int! }
  type Order @key(fields: "id") { id: ID! payment: Payment settled: Boolean! }
  type Payment { status: String! amount: Int! note: String }
`;

const variantsOf = (productId: string) => [{ sku: `${productId}-a` }, { sku: `${productId}-b` }];
const product = (id: string) => ({ __typename: "Product", id, title: `Product ${id}`, state: "ON_SALE", variants: variantsOf(id) });
const order = (id: string) => ({
  __typename: "Order",
  id,
  ref: `ref-${id}`,
  lines: [
    { quantity: 2, variant: { sku: "p1-a" } },
    { quantity: 1, variant: { sku: "p2-b" } },
  ],
});

const catalogResolvers = (done: string[]) => ({
  Query: {
    products: () => ({ nodes: ["p1", "p2", "p3", "p4"].map(product) }),
    product: (_parent: unknown, { id }: { id: string }) =>
      id === "none" ? null : { ...product(id), ...(id === "secret" ? { state: "SECRET" } : {}) },
    search: () => [product("p1"), { __typename: "Brand", title: "Acme", country: "IT" }, { __typename: "Variant", sku: "p1-a" }],
    shelf: () => ({ named: [product("p2"), { __typename: "Brand", title: "Acme" }], weight: 3 }),
  },
  Mutation: {
    rename: (_parent: unknown, { id, title }: { id: string; title: string }) => {
      done.push(`rename ${id}`);
      return { ...product(id), title };
    },
    remark: (_parent: unknown, { text }: { text: string }) => {
      done.push(`remark ${text}`);
      return text;
    },
  },
  Product: { __resolveReference: ({ id }: { id: string }) => product(id) },
  Variant: {
    __resolveReference: ({ sku }: { sku: string }) => (sku.startsWith("lost") ? null : { sku }),
    weight: ({ sku }: { sku: string }) => (sku === "p2-b" ? null : 7),
    title: ({ sku }: { sku: string }, { upper }: { upper?: boolean }) => (upper ? `VARIANT ${sku}` : `Variant ${sku}`),
    product: ({ sku }: { sku: string }) => product(sku.split("-")[0] ?? ""),
  },
});

const stockResolvers = {
  Query: { warehouses: () => ["north"] },
  Variant: {
    __resolveReference: async ({ sku, ...given }: { sku: string }) => {
      if (sku === "p3-b") throw new Error("cannot read p3-b");
      return { sku, ...given };
    },
    parcel: ({ sku, weight }: { sku: string; weight: number | null }) => `${sku} of ${weight}`,
    availability: ({ sku }: { sku: string }) => (sku === "p2-a" ? Promise.reject(new Error("no count")) : { available: sku.length }),
    bin: ({ sku }: { sku: string }) => (sku === "p4-a" ? null : `bin ${sku}`),
  },
};

const ordersResolvers = (done: string[]) => ({
  Query: {
    order: (_parent: unknown, { id }: { id: string }) => (id === "none" ? null : order(id)),
    orders: () => [order("o1"), order("o2")],
    broken: () => Promise.reject(new Error("order table is gone")),
  },
  Mutation: {
    place: (_parent: unknown, { ref }: { ref: string }) => {
      done.push(`place ${ref}`);
      return ref === "bad" ? { __typename: "Refused", code: "OUT_OF_STOCK" } : { ...order(`o-${ref}`), ref };
    },
    forget: (_parent: unknown, { ref }: { ref: string }) => {
      done.push(`forget ${ref}`);
      return true;
    },
    require: (_parent: unknown, { ref }: { ref: string }) => {
      done.push(`require ${ref}`);
      throw new Error("refused");
    },
  },
  Order: { __resolveReference: ({ id }: { id: string }) => order(id), mood: () => Promise.reject(new Error("moody")) },
});

const paymentsResolvers = {
  Query: { paymentCount: () => 2 },
  Order: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    payment: ({ id }: { id: string }) => (id === "unpaid" ? null : { status: "CAPTURED", amount: id === "odd" ? null : 4200 }),
    settled: () => true,
  },
};

export function startShop(): Shop {
  const done: string[] = [];
  const catalog = startSubgraph({ name: "catalog", typeDefs: CATALOG, resolvers: catalogResolvers(done) });
  const stock = startSubgraph({ name: "stock", typeDefs: STOCK, resolvers: stockResolvers });
  const orders = startSubgraph({ name: "orders", typeDefs: ORDERS, resolvers: ordersResolvers(done) });
  const payments = startSubgraph({ name: "payments", typeDefs: PAYMENTS, resolvers: paymentsResolvers });
  const all = [catalog, stock, orders, payments];
  return {
    catalog,
    stock,
    orders,
    payments,
    all,
    done,
    stop: async () => void (await Promise.all(all.map((subgraph) => subgraph.stop()))),
  };
}

/** Back to health, and nothing remembered. */
export function reset(shop: Shop): void {
  shop.done.length = 0;
  for (const subgraph of shop.all) {
    subgraph.mood = { kind: "well" };
    subgraph.received.length = 0;
    subgraph.onReceived = null;
  }
}
