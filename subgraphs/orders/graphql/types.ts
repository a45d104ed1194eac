import { InvariantError } from "@mercato/chassis/errors";
import { createEntityResolver } from "@mercato/chassis/graphql";
import { cartTotalMinor, orderIdOf } from "../domain/cart.ts";
import { money } from "../domain/order.ts";
import { isStaff, maySee, maySeeOrdersOf } from "./access.ts";
import type { Context } from "./context.ts";
import { orderPage } from "./lists.ts";
import { loaders } from "./loaders.ts";
import type { CartResolvers, OrderResolvers, UserResolvers, VariantResolvers } from "./resolvers.gen.ts";
import { adjustment, cartLine, history, offer, orderLine, orderReturn, saga, statusOf } from "./views.ts";

export const Cart: CartResolvers = {
  __resolveReference: async ({ id }, { dependencies, principal }) => {
    const cart = await dependencies.carts.load(id);
    return cart !== null && cart.ownerId === principal.id ? cart : null;
  },
  lines: (cart) => cart.lines.map((line) => cartLine(line, cart)),
  adjustments: (cart) => cart.adjustments.map((value) => adjustment(value, cart.currency)),
  total: (cart) => ({ amountMinor: cartTotalMinor(cart), currency: cart.currency }),
  order: async (cart, _args, context) => (cart.ordered ? context.loaders.orders.load(orderIdOf(cart.id), context) : null),
};

export const Order: OrderResolvers = {
  __resolveReference: createEntityResolver<"id", Context, Parameters<typeof maySee>[0]>({
    key: "id",
    loader: loaders.orders,
    see: (order, { principal }) => maySee(order, principal),
  }),
  status: statusOf,
  cancelReason: ({ state }) => state.cancelReason,
  buyer: ({ state }) => (state.buyerKind === "user" ? { id: state.buyerId } : null),
  reference: ({ state }) => state.reference,
  lines: ({ state }) => state.lines.map((line) => orderLine(line, state)),
  adjustments: ({ state }) => state.adjustments.map((value) => adjustment(value, state.currency)),
  total: ({ state }) => money(state.totalMinor, state),
  refunded: ({ state }) => money(state.refundedMinor, state),
  shippingAddress: ({ state }) => state.shippingAddress,
  orderedAt: ({ state }) => state.orderedAt,
  returns: ({ state }) => state.returns.map((value) => orderReturn(value, state)),
  history: (order, _args, { principal }) => history(order, isStaff(principal)),
  saga: ({ id, sagas }, _args, { principal }) => {
    const last = sagas.at(-1);
    if (last === undefined) throw new InvariantError(`order ${id} has no saga`);
    return saga(last, isStaff(principal));
  },
  sagas: ({ sagas }, _args, { principal }) => sagas.map((one) => saga(one, isStaff(principal))),
};

export const User: UserResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  // Null, not an error: in an answer that is about more than orders, such as a registration's, an error would take the rest with it.
  orders: (user, args, context) => (maySeeOrdersOf(user.id, context.principal) ? orderPage({ buyerId: user.id }, args, context) : null),
};

export const Variant: VariantResolvers = {
  __resolveReference: ({ sku }) => ({ sku }),
  offer: async ({ sku }, _args, context) => {
    const found = await context.loaders.offers.load(sku, context);
    return found === null ? null : offer(found);
  },
};
