import { requireScope, requireSession } from "@mercato/chassis/graphql";
import { maySee } from "./access.ts";
import { deadLetterActionPage, deadLetterPage } from "./dead-letter-lists.ts";
import { orderPage, toQuery } from "./lists.ts";
import type { QueryResolvers } from "./resolvers.gen.ts";

export const Query: QueryResolvers = {
  cart: async (_parent, { id }, { dependencies, principal }) => {
    const cart = await dependencies.carts.load(id);
    return cart !== null && cart.ownerId === principal.id ? cart : null;
  },
  order: async (_parent, { id }, context) => {
    const order = await context.loaders.orders.load(id, context);
    return order !== null && maySee(order, context.principal) ? order : null;
  },
  orders: (_parent, args, context) => orderPage({ buyerId: requireSession(context.principal) }, args, context),
  allOrders: (_parent, args, context) => {
    requireScope(context.principal, "orders:read");
    return orderPage(toQuery(args.filter), args, context);
  },
  deadLetters: (_parent, args, context) => {
    requireScope(context.principal, "orders:read");
    return deadLetterPage(args, context);
  },
  deadLetterActions: (_parent, args, context) => {
    requireScope(context.principal, "orders:read");
    return deadLetterActionPage(args, context);
  },
};
