import { type ExecutionResult, type GraphQLSchema, graphql } from "graphql";
import type { RandomOperation } from "./random-operation.ts";

// The test shop once more, as if it were one service: what the router must answer, said by graphql-js.

const fails = (message: string) => () => {
  throw new Error(message);
};

function variant(sku: string): object {
  const lost = sku === "p3-b" ? fails("cannot read p3-b") : null;
  const weight = sku === "p2-b" ? null : 7;
  return {
    __typename: "Variant",
    sku,
    title: ({ upper }: { upper?: boolean }) => (upper ? `VARIANT ${sku}` : `Variant ${sku}`),
    weight,
    product: () => product(sku.split("-")[0] ?? ""),
    availability: lost ?? (sku === "p2-a" ? fails("no count") : { available: sku.length }),
    bin: lost ?? (sku === "p4-a" ? null : `bin ${sku}`),
    parcel: lost ?? `${sku} of ${weight}`,
  };
}

function product(id: string): object {
  return { __typename: "Product", id, title: `Product ${id}`, state: "ON_SALE", variants: () => [variant(`${id}-a`), variant(`${id}-b`)] };
}

function order(id: string, withPayments: boolean): object {
  const money = { status: "CAPTURED", amount: id === "odd" ? null : 4200 };
  return {
    __typename: "Order",
    id,
    ref: `ref-${id}`,
    mood: fails("moody"),
    lines: () => [
      { quantity: 2, variant: variant("p1-a") },
      { quantity: 1, variant: variant("p2-b") },
    ],
    payment: withPayments ? () => (id === "unpaid" ? null : money) : fails("payments is down"),
    settled: withPayments ? true : fails("payments is down"),
  };
}

const acme = { __typename: "Brand", title: "Acme" };

function root(withPayments: boolean): object {
  return {
    products: () => ({ nodes: ["p1", "p2", "p3", "p4"].map(product) }),
    product: ({ id }: { id: string }) => (id === "none" ? null : product(id)),
    search: () => [product("p1"), { ...acme, country: "IT" }, variant("p1-a")],
    shelf: () => ({ named: [product("p2"), acme], weight: 3 }),
    warehouses: ["north"],
    order: ({ id }: { id: string }) => (id === "none" ? null : order(id, withPayments)),
    orders: () => [order("o1", withPayments), order("o2", withPayments)],
    broken: fails("order table is gone"),
    paymentCount: withPayments ? 2 : fails("payments is down"),
  };
}

/** Arguments that the shop has answers for. */
export const shopArguments = {
  "product.id": ['"p1"', '"p2"', '"p3"', '"p4"', '"none"'],
  "order.id": ['"o1"', '"odd"', '"unpaid"', '"none"'],
  "search.text": ['"lamp"', "null"],
  "title.upper": ["true", "false"],
} as const;

/** The answer of the whole shop in one process, with the payments there or all of them failing. */
export function answerOfWhole(
  schema: GraphQLSchema,
  { text, variables }: RandomOperation,
  withPayments: boolean,
): Promise<ExecutionResult> {
  return graphql({ schema, source: text, rootValue: root(withPayments), variableValues: variables });
}
