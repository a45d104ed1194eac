import { hasScope, type Principal } from "@mercato/chassis/auth";
import { unauthenticated } from "@mercato/chassis/graphql";
import { type Buyer, buyerOf } from "../commands/dependencies.ts";
import type { OrderAggregate } from "../store/orders.ts";

/** Whether the caller may see the orders of a buyer. */
export function maySeeOrdersOf(buyerId: string, principal: Principal): boolean {
  return principal.id === buyerId || hasScope(principal, "orders:read");
}

/** Whether the caller may see what staff sees. */
export function isStaff(principal: Principal): boolean {
  return hasScope(principal, "orders:read");
}

/** Whether the caller may see an order. */
export function maySee(order: OrderAggregate, principal: Principal): boolean {
  return maySeeOrdersOf(order.state.buyerId, principal);
}

/** @throws GraphQLError UNAUTHENTICATED for those who cannot own carts. */
export function requireBuyer(principal: Principal): Buyer {
  const buyer = buyerOf(principal);
  if (buyer === null) throw unauthenticated();
  return buyer;
}
