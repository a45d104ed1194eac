import type { Randomness } from "../clock/index.ts";
import { errorCode, isKnownToPass, isRetryable } from "../errors/index.ts";
import type { Stoppable } from "../lifecycle/index.ts";
import type { Log } from "../log/index.ts";
import { type BackoffOptions, backoffMs } from "../resilience/index.ts";
import { SpanKind, withSpan } from "../telemetry/index.ts";
import type { Bus, BusMessage, Delivery, MessageContract, PayloadOf, Verdict } from "./bus.ts";
import { createDeadLetterCounter } from "./count-dead-letters.ts";
import { readPayload } from "./read-payload.ts";

/** Attributes of a message that is being handled. */
export type MessageAttributes = Omit<BusMessage, "data">;

/** What to do with messages of one contract. */
export interface Subscription {
  readonly contract: MessageContract;
  readonly handle: (data: unknown, attributes: MessageAttributes) => Promise<void>;
}

/**
 * Ties a handler to a contract. The handler must be safe to run twice for one message, and in any order: it writes what it did and the
 * message's id in one step, or writes by deterministic ids. What it throws decides: an error that a retry can help is delivered again, any other becomes a dead letter.
 */
export function on<C extends MessageContract>(
  contract: C,
  handle: (data: PayloadOf<C>, attributes: MessageAttributes) => Promise<void>,
): Subscription {
  // The data was parsed by this very contract's schema before the handler sees it.
  return { contract, handle: (data, attributes) => handle(data as PayloadOf<C>, attributes) };
}

export interface SubscribeOptions {
  readonly bus: Bus;
  /** The consuming service; durables are called `<consumer>--<context>-<name>`. */
  readonly consumer: string;
  readonly subscriptions: readonly Subscription[];
  readonly randomness: Randomness;
  readonly log: Log;
  /** Deliveries of one subscription that are handled at the same time. @default 32 */
  readonly concurrency?: number;
  /** Deliveries after which an error of unknown nature makes a dead letter. Errors known to pass are retried without end. @default 12 */
  readonly maxDeliveries?: number;
  /** @default 200 ms doubling to 30 s */
  readonly backoff?: BackoffOptions;
}

const DEFAULT_BACKOFF: BackoffOptions = { firstMs: 200, maxMs: 30_000 };

/** Makes the function that handles every delivery of one subscription. It never throws. */
export function createDeliveryHandler(subscription: Subscription, options: SubscribeOptions): (delivery: Delivery) => Promise<Verdict> {
  const { contract } = subscription;
  const durable = durableName(options.consumer, contract);
  const countDeadLetter = createDeadLetterCounter();
  const maxDeliveries = options.maxDeliveries ?? 12;
  const again = (attempt: number): Verdict => ({
    kind: "again",
    delayMs: backoffMs(attempt, options.backoff ?? DEFAULT_BACKOFF, options.randomness),
  });

  async function bury(delivery: Delivery, error: unknown): Promise<Verdict> {
    const cause = error instanceof Error ? error : new Error(String(error));
    try {
      await options.bus.publishDeadLetter({
        consumer: durable,
        delivery,
        code: errorCode(error),
        reason: cause.message,
        stack: cause.stack ?? "",
      });
    } catch (err) {
      options.log.error({ err, messageId: delivery.attributes.id }, "dead letter could not be stored, message stays");
      return again(delivery.attempt);
    }
    countDeadLetter({ service: options.consumer, durable, code: errorCode(error) });
    options.log.error(
      { err: error, messageId: delivery.attributes.id, messageType: contract.type, attempt: delivery.attempt },
      "message became a dead letter",
    );
    return { kind: "done" };
  }

  return async function handleDelivery(delivery) {
    const attributes = { "messaging.message.id": delivery.attributes.id, "messaging.destination.name": contract.type };
    try {
      await withSpan(
        `process ${contract.type}`,
        { kind: SpanKind.CONSUMER, attributes, parent: delivery.attributes.trace, link: delivery.attributes.trace },
        async () => subscription.handle(readPayload(contract, delivery.body), delivery.attributes),
      );
      return { kind: "done" };
    } catch (error) {
      // An outage of an hour must not empty the queue into dead letters, so what is known to pass does not use up deliveries.
      const hopeless = !isRetryable(error) || (delivery.attempt >= maxDeliveries && !isKnownToPass(error));
      if (hopeless) return bury(delivery, error);
      options.log.warn(
        { err: error, messageId: delivery.attributes.id, messageType: contract.type, attempt: delivery.attempt },
        "message will be delivered again",
      );
      return again(delivery.attempt);
    }
  };
}

/** The durable consumer of a service for a contract. */
export function durableName(consumer: string, contract: MessageContract): string {
  return `${consumer}--${contract.type.replaceAll(".", "-")}`;
}

/** Starts every subscription of a service. Stopping waits for the messages that are being handled. */
export async function subscribe(options: SubscribeOptions): Promise<Stoppable> {
  const contexts = [...new Set(options.subscriptions.map(({ contract }) => contract.context))];
  await options.bus.ensureStreams(contexts);
  const consumers = await Promise.all(
    options.subscriptions.map((subscription) =>
      options.bus.consume({
        durable: durableName(options.consumer, subscription.contract),
        contract: subscription.contract,
        concurrency: options.concurrency ?? 32,
        handle: createDeliveryHandler(subscription, options),
      }),
    ),
  );
  return {
    stop: async () => {
      await Promise.all(consumers.map((consumer) => consumer.stop()));
    },
  };
}
