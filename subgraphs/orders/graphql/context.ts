import type { RequestLoader, SubgraphContext } from "@mercato/chassis/graphql";
import type { Dependencies } from "../commands/dependencies.ts";
import type { DeadLetterDesk } from "../commands/handle-dead-letter.ts";
import type { Offer } from "../domain/cart.ts";
import type { OrderAggregate } from "../store/orders.ts";

export interface Loaders {
  readonly orders: RequestLoader<Context, OrderAggregate>;
  readonly offers: RequestLoader<Context, Offer>;
}

/** What every resolver of orders gets. */
export interface Context extends SubgraphContext {
  readonly dependencies: Dependencies;
  readonly desk: DeadLetterDesk;
  readonly loaders: Loaders;
}
