import { type Connection, type ConnectionArguments, invalidArgument, readPageArguments, toConnection } from "@mercato/chassis/graphql";
import type { OrderAggregate, OrderPosition, OrderQuery } from "../store/orders.ts";
import type { Context } from "./context.ts";
import type { InputMaybe, OrderFilter, OrderStatus } from "./resolvers.gen.ts";

function toPosition(after: readonly (string | number)[] | null): OrderPosition | null {
  if (after === null) return null;
  const [orderedAt, id] = after;
  if (typeof orderedAt !== "number" || typeof id !== "string") throw invalidArgument("after", "is not a cursor of this list");
  return { orderedAt: new Date(orderedAt), id };
}

/** One page of orders, newest sale first. */
export async function orderPage(
  query: OrderQuery,
  args: ConnectionArguments,
  { dependencies }: Context,
): Promise<Connection<OrderAggregate>> {
  const { first, after } = readPageArguments(args);
  const position = toPosition(after);
  const found = await dependencies.orders.list(query, { limit: first + 1, after: position });
  return toConnection(found, { first, after }, ({ id, state }) => [state.orderedAt.getTime(), id]);
}

const STATUS: Readonly<Record<Exclude<OrderStatus, "NEEDS_ATTENTION">, OrderQuery["status"]>> = {
  PENDING: "pending",
  CONFIRMED: "confirmed",
  CANCELLING: "cancelling",
  CANCELLED: "cancelled",
  RETURNED: "returned",
};

function statusCondition(status: InputMaybe<OrderStatus>): OrderQuery {
  if (!status) return {};
  if (status === "NEEDS_ATTENTION") return { needsAttention: true };
  const wanted = STATUS[status];
  return wanted === undefined ? {} : { status: wanted, needsAttention: false };
}

/** The filter of the schema as a query of the store. */
export function toQuery(filter: InputMaybe<OrderFilter>): OrderQuery {
  const { status, orderedFrom, orderedTo, reference, buyerId } = filter ?? {};
  return {
    ...statusCondition(status),
    ...(orderedFrom ? { orderedFrom } : {}),
    ...(orderedTo ? { orderedTo } : {}),
    ...(reference ? { reference } : {}),
    ...(buyerId ? { buyerId } : {}),
  };
}
