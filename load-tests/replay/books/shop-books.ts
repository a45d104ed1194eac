import type { Replay } from "../shop/replay.ts";
import { type Books, createBooks } from "./books.ts";

const ORDERS = `query ReplayBooks($after: String, $filter: OrderFilter) { allOrders(first: 50, after: $after, filter: $filter) {
  nodes { id status orderedAt total { amountMinor } lines { id } returns { status returnedAt refund { amountMinor } } }
  pageInfo { hasNextPage endCursor } } }`;

interface BookedOrder {
  readonly id: string;
  readonly status: string;
  readonly orderedAt: string;
  readonly total: { readonly amountMinor: number };
  readonly lines: readonly object[];
  readonly returns: readonly { readonly status: string; readonly returnedAt: string; readonly refund: { readonly amountMinor: number } }[];
}

interface OrderPage {
  readonly allOrders: {
    readonly nodes: readonly BookedOrder[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

async function* allOrders(replay: Replay, range: { readonly from: Date; readonly to: Date }): AsyncGenerator<BookedOrder> {
  const filter = { orderedFrom: range.from.toISOString(), orderedTo: range.to.toISOString() };
  for (let after: string | null = null, more = true; more; ) {
    const page: OrderPage = await replay.client.send<OrderPage>(replay.staff.token, ORDERS, { after, filter });
    yield* page.allOrders.nodes;
    after = page.allOrders.pageInfo.endCursor;
    more = page.allOrders.pageInfo.hasNextPage;
  }
}

export interface ShopBooks {
  readonly books: Books;
  /** Orders that are neither sold nor called off: there must be none. */
  readonly unfinished: readonly { readonly id: string; readonly status: string }[];
}

/** What the shop's own API says of the orders of a time: sold orders by the day of the sale, returns by the day on which they came back. */
export async function shopBooks(
  replay: Replay,
  range: { readonly from: Date; readonly to: Date },
  isOurs: (orderId: string) => boolean,
): Promise<ShopBooks> {
  const { books, add } = createBooks();
  const unfinished: { id: string; status: string }[] = [];
  for await (const order of allOrders(replay, range)) {
    if (!isOurs(order.id) || order.status === "CANCELLED") continue;
    if (order.status !== "CONFIRMED" && order.status !== "RETURNED") unfinished.push({ id: order.id, status: order.status });
    add(order.orderedAt.slice(0, 10), { orders: 1, lines: order.lines.length, grossMinor: order.total.amountMinor });
    for (const { status, returnedAt, refund } of order.returns) {
      if (status === "COMPLETED") add(returnedAt.slice(0, 10), { refundsMinor: refund.amountMinor });
    }
  }
  return { books, unfinished };
}
