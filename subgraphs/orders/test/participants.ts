import { type Bus, type MessageContract, message, type OutgoingMessage, on, type PayloadOf, subscribe } from "@mercato/chassis/bus";
import { systemRandomness } from "@mercato/chassis/clock";
import type { World } from "@mercato/chassis/testing";
import {
  commitStock,
  releaseStock,
  reserveStock,
  restock,
  stockCommitted,
  stockReleased,
  stockReserved,
  stockRestocked,
} from "@mercato/contracts/events/inventory";
import {
  authorizePayment,
  cancelPayment,
  capturePayment,
  paymentAuthorized,
  paymentCancelled,
  paymentCaptured,
  paymentRefunded,
  refundPayment,
} from "@mercato/contracts/events/payments";

/** What orders asked for, in the order in which it was asked. */
export interface Asked {
  readonly type: string;
  readonly data: { readonly operationId: string; readonly orderId: string };
}

export interface Participants {
  readonly bus: Bus;
  readonly asked: readonly Asked[];
  askedOf(orderId: string): readonly string[];
  /** Sends a message as a participant would, under an id of its own unless one is given. */
  send(outgoing: OutgoingMessage, id?: string): Promise<void>;
  /** What to answer to a command instead of success; null stays silent. */
  answer<C extends MessageContract>(contract: C, make: (data: PayloadOf<C>) => OutgoingMessage | null): void;
}

type Answer = (data: never) => OutgoingMessage | null;

const SUCCESS: readonly (readonly [MessageContract, Answer])[] = [
  [reserveStock, ({ operationId, orderId }: PayloadOf<typeof reserveStock>) => message(stockReserved, { operationId, orderId })],
  [commitStock, ({ operationId, orderId }: PayloadOf<typeof commitStock>) => message(stockCommitted, { operationId, orderId })],
  [releaseStock, ({ operationId, orderId }: PayloadOf<typeof releaseStock>) => message(stockReleased, { operationId, orderId })],
  [restock, ({ operationId, orderId, returnId }: PayloadOf<typeof restock>) => message(stockRestocked, { operationId, orderId, returnId })],
  [
    authorizePayment,
    ({ operationId, orderId, amount }: PayloadOf<typeof authorizePayment>) =>
      message(paymentAuthorized, { operationId, orderId, amount, paymentId: "p" }),
  ],
  [
    capturePayment,
    ({ operationId, orderId }: PayloadOf<typeof capturePayment>) =>
      message(paymentCaptured, { operationId, orderId, paymentId: "p", amount: { amountMinor: 1, currency: "GBP" } }),
  ],
  [
    cancelPayment,
    ({ operationId, orderId }: PayloadOf<typeof cancelPayment>) => message(paymentCancelled, { operationId, orderId, refunded: null }),
  ],
  [
    refundPayment,
    ({ operationId, orderId, refundId, amount }: PayloadOf<typeof refundPayment>) =>
      message(paymentRefunded, { operationId, orderId, refundId, amount }),
  ],
];

/** Stand-ins for inventory and payments on the real bus, so that every answer can be had: late, twice, wrong, or not at all. */
export async function startParticipants(world: World): Promise<Participants> {
  const bus = await world.connectBus("participants");
  const asked: Asked[] = [];
  const answers = new Map<string, Answer>(SUCCESS.map(([{ type }, make]) => [type, make]));
  const send = (outgoing: OutgoingMessage, id: string = crypto.randomUUID()) =>
    bus.publish({
      id,
      type: outgoing.contract.type,
      time: new Date().toISOString(),
      source: "test",
      subject: "test",
      data: outgoing.data,
      trace: {},
    });
  const subscriptions = SUCCESS.map(([contract]) =>
    on(contract, async (data) => {
      asked.push({ type: contract.type, data: data as Asked["data"] });
      const reply = answers.get(contract.type)?.(data as never) ?? null;
      if (reply !== null) await send(reply);
    }),
  );
  world.track(await subscribe({ bus, consumer: "participants", subscriptions, randomness: systemRandomness, log: world.log }));
  return {
    bus,
    asked,
    send,
    askedOf: (orderId) => asked.filter(({ data }) => data.orderId === orderId).map(({ type }) => type.split(".").at(-1) ?? ""),
    answer: (contract, make) => void answers.set(contract.type, make as Answer),
  };
}
