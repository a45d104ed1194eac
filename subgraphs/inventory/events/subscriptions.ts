import { on, type Subscription } from "@mercato/chassis/bus";
import { commitStock, releaseStock, reserveStock, restock } from "@mercato/contracts/events/inventory";
import type { OrderCommands } from "../commands/order-commands.ts";

/** What orders may ask of the stock. Operation ids, not message ids, keep effects single: the same operation may come in several messages. */
export function subscriptions(orders: Omit<OrderCommands, "settle">): readonly Subscription[] {
  return [
    on(reserveStock, ({ expiresAt, ...command }) => orders.reserve({ ...command, expiresAt: new Date(expiresAt) })),
    on(commitStock, (command) => orders.commit(command)),
    on(releaseStock, (command) => orders.release(command)),
    on(restock, (command) => orders.restock(command)),
  ];
}
