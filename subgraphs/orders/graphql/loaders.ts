import { createRequestLoader } from "@mercato/chassis/graphql";
import type { Offer } from "../domain/cart.ts";
import type { OrderAggregate } from "../store/orders.ts";
import type { Context, Loaders } from "./context.ts";

/** Loads in batches, once per request. */
export const loaders: Loaders = {
  orders: createRequestLoader<Context, OrderAggregate>(async (ids, { dependencies }) => {
    const orders = await dependencies.orders.loadMany(ids);
    return new Map(orders.map((order) => [order.id, order]));
  }),
  offers: createRequestLoader<Context, Offer>((skus, { dependencies }) => dependencies.offers.loadMany(skus)),
};
