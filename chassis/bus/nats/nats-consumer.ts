import type { Consumer, ConsumerMessages, JetStreamClient, JetStreamManager, JsMsg } from "@nats-io/jetstream";
import type { Clock } from "../../clock/index.ts";
import type { Stoppable } from "../../lifecycle/index.ts";
import type { Log } from "../../log/index.ts";
import type { Delivery, Verdict } from "../bus.ts";
import { readAttributes } from "./headers.ts";
import { createSlots } from "./slots.ts";
import { ensureConsumer } from "./streams.ts";

export interface NatsConsumerContext {
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  /** Calls back after every reconnect. Returns what ends that. */
  readonly onReconnect: (listener: () => void) => () => void;
  /** Time that a delivery has before the server takes it for lost. */
  readonly ackWaitMs: number;
  /** Deliveries after which the server gives a message up. */
  readonly maxDeliver: number;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is consumed, and by whom. */
export interface NatsConsumerOptions {
  /** Durable name. */
  readonly durable: string;
  readonly stream: string;
  readonly subjects: readonly string[];
  /** Type of messages that do not tell theirs. */
  readonly type: string;
  /** Deliveries handled at the same time. */
  readonly concurrency: number;
  /** Makes the stream if it is missing. */
  readonly ensureStream: () => Promise<void>;
  /** The message is acknowledged after it returned "done", never before. It must not throw. */
  readonly handle: (delivery: Delivery) => Promise<Verdict>;
}

const RESTART_MS = 1_000;
/** How long the server holds an asking that it cannot fill. */
const PULL_MS = 5_000;

function toDelivery(msg: JsMsg, type: string): Delivery {
  return {
    attributes: readAttributes(msg.headers, { id: `${msg.info.stream}-${msg.seq}`, type }),
    body: msg.data,
    attempt: msg.info.deliveryCount,
    stream: msg.info.stream,
    sequence: msg.seq,
  };
}

/** Handles one message and tells the server what became of it. Tells it meanwhile that it is at work, so that slow is not taken for lost. */
async function settle(msg: JsMsg, options: NatsConsumerOptions, ackWaitMs: number): Promise<void> {
  const heartbeat = setInterval(() => msg.working(), ackWaitMs / 3);
  try {
    const verdict = await options.handle(toDelivery(msg, options.type));
    if (verdict.kind === "done") msg.ack();
    else msg.nak(verdict.delayMs);
  } finally {
    clearInterval(heartbeat);
  }
}

/**
 * Consumes until stopped. Asks for as many messages as there are free hands, so that none grows old in a buffer where nobody tells the server
 * that it is alive, and a process that dies holds up no more than it was at. A server that restarts, and a stream or consumer that is gone,
 * are waited for and made again.
 */
export async function startNatsConsumer(context: NatsConsumerContext, options: NatsConsumerOptions): Promise<Stoppable> {
  const { client, manager, ackWaitMs, maxDeliver, clock, log } = context;
  const { durable, concurrency, stream, subjects } = options;
  const slots = createSlots(concurrency);
  const ended = new AbortController();
  let asking: ConsumerMessages | undefined;

  async function open(): Promise<Consumer> {
    await options.ensureStream();
    await ensureConsumer(manager, stream, { durable, subjects, concurrency, ackWaitMs, maxDeliver });
    return client.consumers.get(stream, durable);
  }

  function handle(msg: JsMsg): void {
    // What still arrives while stopping is somebody else's, at once.
    if (ended.signal.aborted) {
      msg.nak();
      return;
    }
    slots.take();
    void settle(msg, options, ackWaitMs)
      .catch((err: unknown) => log.error({ err, durable }, "delivery failed outside of its handler"))
      .finally(slots.release);
  }

  async function pump(consumer: Consumer): Promise<void> {
    while (!ended.signal.aborted) {
      asking = await consumer.fetch({ max_messages: await slots.room(), expires: PULL_MS });
      if (ended.signal.aborted) asking.stop();
      for await (const msg of asking) handle(msg);
    }
  }

  async function supervise(first: Consumer): Promise<void> {
    let consumer: Consumer | undefined = first;
    while (!ended.signal.aborted) {
      try {
        consumer ??= await open();
        await pump(consumer);
      } catch (err) {
        log.warn({ err, durable }, "consumer was interrupted, will come back");
        consumer = undefined;
        await clock.sleep(RESTART_MS, ended.signal);
      }
    }
  }

  const supervised = supervise(await open());
  // A server that restarts has forgotten what it was asked for, and the client takes two or three times PULL_MS to notice: it is asked anew at once.
  const unwatch = context.onReconnect(() => asking?.stop());
  return {
    async stop() {
      unwatch();
      ended.abort();
      asking?.stop();
      await supervised;
      await slots.empty();
    },
  };
}
