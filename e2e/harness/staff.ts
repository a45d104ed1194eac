import { eventually } from "@mercato/chassis/testing";
import type { Client } from "./client.ts";
import { accepted, REFUSAL_FIELDS, type Refused } from "./views.ts";

export interface StockLevelView {
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly ledgerSum: number;
}

/** An entry in the payment provider's own books. */
export interface ProviderEntry {
  readonly kind: "AUTHORIZATION" | "CAPTURE" | "VOID" | "REFUND";
  readonly amount: { readonly amountMinor: number };
}

export interface Goods {
  readonly sku: string;
  /** @default the SKU */
  readonly title?: string;
  /** In pounds. @default "2.50" */
  readonly price?: string;
  readonly stock: number;
}

export interface ReturnRequest {
  readonly orderId: string;
  readonly key: string;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
}

/** Somebody who runs the shop. */
export interface Staff extends Client {
  /** Puts goods on sale and resolves once customers can buy them. */
  sell(...goods: readonly Goods[]): Promise<void>;
  stockLevel(sku: string): Promise<StockLevelView>;
  providerTransactions(orderId: string): Promise<readonly ProviderEntry[]>;
  /** How many orders have a status. */
  countOrders(status: string): Promise<number>;
  returnLines(request: ReturnRequest): Promise<{ readonly __typename: string; readonly code?: string }>;
}

const IMPORT = `mutation Import($rows: [ImportVariantRow!]!) {
  importProducts(input: { rows: $rows }) { __typename ... on ImportReport { refused { sku code } } ${REFUSAL_FIELDS} }
}`;
const RECEIVE = `mutation Receive($key: String!, $lines: [ReceiveStockLine!]!) {
  receiveStock(input: { key: $key, lines: $lines }) { __typename ${REFUSAL_FIELDS} }
}`;
const OFFER = "query Offer($sku: String!) { variant(sku: $sku) { offer { purchasable available } } }";
const LEVEL = "query Level($sku: ID!) { stockLevel(sku: $sku) { onHand reserved available ledgerSum } }";
const PROVIDER = "query Provider($orderId: ID!) { providerTransactions(orderId: $orderId) { kind amount { amountMinor } } }";
const ORDERS = `query Orders($status: OrderStatus!, $after: String) {
  allOrders(first: 100, after: $after, filter: { status: $status }) { nodes { id } pageInfo { hasNextPage endCursor } }
}`;
const RETURN = `mutation Return($input: ReturnLinesInput!) { returnLines(input: $input) { __typename ${REFUSAL_FIELDS} } }`;

interface OrdersPage {
  readonly allOrders: {
    readonly nodes: readonly unknown[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

/** Makes staff of a client that is signed in as such. */
export function createStaff(client: Client): Staff {
  async function available(sku: string): Promise<number | null> {
    const { variant } = await client.ask<{ variant: { offer: { purchasable: boolean; available: number } | null } | null }>(OFFER, { sku });
    return variant?.offer?.purchasable === true ? variant.offer.available : null;
  }

  return {
    ...client,
    async sell(...goods) {
      const rows = goods.map(({ sku, title = sku, price = "2.50" }) => ({ sku, productTitle: title, price, currency: "GBP" }));
      type Report = { readonly __typename: "ImportReport"; readonly refused: readonly unknown[] };
      const imported = await client.ask<{ importProducts: Report | Refused }>(IMPORT, { rows });
      const { refused } = accepted<Report>(imported.importProducts, "ImportReport");
      if (refused.length > 0) throw new Error(`goods were refused: ${JSON.stringify(refused)}`);
      const lines = goods.flatMap(({ sku, stock }) => (stock === 0 ? [] : [{ sku, quantity: stock }]));
      if (lines.length > 0) {
        type Receipt = { readonly __typename: "StockReceipt" };
        const received = await client.ask<{ receiveStock: Receipt | Refused }>(RECEIVE, { key: crypto.randomUUID(), lines });
        accepted<Receipt>(received.receiveStock, "StockReceipt");
      }
      for (const { sku, stock } of goods) {
        await eventually(`checkout offers ${sku}`, async () => ((await available(sku)) ?? -1) >= stock, { timeoutMs: 30_000 });
      }
    },
    stockLevel: async (sku) => (await client.ask<{ stockLevel: StockLevelView }>(LEVEL, { sku })).stockLevel,
    providerTransactions: async (orderId) =>
      (await client.ask<{ providerTransactions: readonly ProviderEntry[] }>(PROVIDER, { orderId })).providerTransactions,
    async countOrders(status) {
      let count = 0;
      for (let after: string | null = null; ; ) {
        const page: OrdersPage = await client.ask<OrdersPage>(ORDERS, { status, after });
        count += page.allOrders.nodes.length;
        if (!page.allOrders.pageInfo.hasNextPage) return count;
        after = page.allOrders.pageInfo.endCursor;
      }
    },
    returnLines: async (input) => (await client.ask<{ returnLines: { __typename: string } }>(RETURN, { input })).returnLines,
  };
}
