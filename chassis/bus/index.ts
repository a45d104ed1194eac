export {
  type Bus,
  type BusMessage,
  type ConsumerOptions,
  type DeadLetter,
  type Delivery,
  type MessageContract,
  message,
  type OutgoingMessage,
  type PayloadOf,
  type Verdict,
} from "./bus.ts";
export type { DeadLetterQuery, DeadLetters, StoredDeadLetter } from "./dead-letters.ts";
export { connectNats, type NatsBus, type NatsBusOptions } from "./nats/nats-bus.ts";
export { type Replay, type ReplayOptions, startReplay } from "./replay.ts";
export type { SharedValues } from "./shared-values.ts";
export {
  createDeliveryHandler,
  durableName,
  type MessageAttributes,
  on,
  type SubscribeOptions,
  type Subscription,
  subscribe,
} from "./subscribe.ts";
