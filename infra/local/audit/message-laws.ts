import type { Books, OrderDocument } from "./books.ts";
import type { Breaches } from "./laws.ts";
import type { Messages, OrderMessage } from "./messages.ts";

/** What an order's history says that the stream of orders must have been told. */
const TOLD: Readonly<Record<string, string>> = {
  placed: "orders.v1.placed",
  confirmed: "orders.v1.confirmed",
  cancelled: "orders.v1.cancelled",
  "return-completed": "orders.v1.lines-returned",
  "attention-needed": "orders.v1.needs-attention-marked",
};

function countTold({ history }: OrderDocument, type: string): number {
  return history.filter(({ event }) => TOLD[event.type] === type).length;
}

/** How many different events of a type there are: one that was published twice is one. */
function countEvents(messages: readonly OrderMessage[], type: string): number {
  return new Set(messages.filter((message) => message.type === type).map(({ id }) => id)).size;
}

/** Law 5, at rest: what happened to an order was published, once each, and nothing that did not happen. */
function ordersWereTold({ orders }: Books, messages: Messages): Breaches {
  const byOrder = Map.groupBy(messages.orders, ({ orderId }) => orderId);
  const known = new Set(orders.map(({ _id }) => _id));
  const strangers = [...byOrder.keys()].filter((orderId) => !known.has(orderId));
  return [
    ...strangers.map((orderId) => `Law 4: the stream tells of ${orderId}, which is not in the books`),
    ...orders.flatMap((order) =>
      Object.values(TOLD).flatMap((type) => {
        const [happened, told] = [countTold(order, type), countEvents(byOrder.get(order._id) ?? [], type)];
        return happened === told ? [] : [`Law 5: ${order._id} has ${happened} of ${type} in its history, the stream ${told}`];
      }),
    ),
  ];
}

/** Law 5, at rest: everything that was published was taken in, by everybody who listens. */
export function undeliveredMessages({ undelivered }: Pick<Messages, "undelivered">): Breaches {
  return Object.entries(undelivered).map(([durable, count]) => `Law 5: ${count} messages wait for ${durable}`);
}

/** Law 5: nothing was given up. Where nobody sends what no schema accepts, there is no good reason for a dead letter. */
function nothingGivenUp({ deadLetters }: Messages): Breaches {
  return deadLetters.map(({ consumer, code, reason, type }) => `Law 5: ${consumer} gave ${type} up: ${code}, ${reason}`);
}

/** All laws about messages, of a shop at rest. */
export function breachesInStreams(books: Books, messages: Messages): Breaches {
  return [...ordersWereTold(books, messages), ...undeliveredMessages(messages), ...nothingGivenUp(messages)];
}
