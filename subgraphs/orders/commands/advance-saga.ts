import type { Change } from "@mercato/chassis/aggregate";
import type { SagaInstance, SagaReply, SagaTransition } from "@mercato/chassis/saga";
import { withSpan } from "@mercato/chassis/telemetry";
import type { OrderEvent } from "../domain/order.ts";
import { changeOf } from "../sagas/outcome.ts";
import type { OrderAggregate } from "../store/orders.ts";
import type { Dependencies } from "./dependencies.ts";

const NO_CHANGE: Change<OrderEvent, null> = { events: [], result: null };

function move(
  order: OrderAggregate | null,
  choose: (saga: SagaInstance) => boolean,
  step: (saga: SagaInstance) => SagaTransition,
): Change<OrderEvent, null> {
  const saga = order?.sagas.find(choose);
  return order === null || saga === undefined ? NO_CHANGE : changeOf(order.state, step(saga));
}

/** Takes a participant's answer in, once for a message. An answer that nobody waits for changes nothing. */
export async function takeReply(
  { orders, engine, clock }: Dependencies,
  reply: SagaReply & { readonly orderId: string },
  messageId: string,
): Promise<void> {
  const concerns = (saga: SagaInstance) => reply.operationId.startsWith(`${saga.id}:`);
  await orders.update(reply.orderId, (order) => move(order, concerns, (saga) => engine.reply(saga, reply, clock.now())), { messageId });
}

/** Asks again, turns back or gives up, for the saga of the order whose time is up, in the trace in which it began. */
export async function onSagaDue({ orders, engine, clock }: Dependencies, orderId: string): Promise<void> {
  const isDue = ({ dueAt }: SagaInstance) => dueAt !== null && dueAt <= clock.now();
  const due = (await orders.load(orderId))?.sagas.find(isDue);
  if (due === undefined) return;
  const attributes = { "saga.name": due.name };
  await withSpan("saga.due", { attributes, ...(due.trace === undefined ? {} : { parent: due.trace }) }, async () => {
    await orders.update(orderId, (order) => move(order, isDue, (saga) => engine.due(saga, clock.now())));
  });
}
