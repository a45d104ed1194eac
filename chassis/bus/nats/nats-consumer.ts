import type { ConsumerMessages, JetStreamClient, JetStreamManager, JsMsg } from "@nats-io/jetstream";
import type { Clock } from "../../clock/index.ts";
import type { Stoppable } from "../../lifecycle/index.ts";
import type { Log } from "../../log/index.ts";
import type { ConsumerOptions, Delivery } from "../bus.ts";
import { readAttributes } from "./headers.ts";
import { ACK_WAIT_MS, consumerConfig, type StreamNames } from "./streams.ts";

export interface NatsConsumerContext {
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly names: StreamNames;
  readonly ensureStreams: (contexts: readonly string[]) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

const RESTART_MS = 1_000;

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
async function process(msg: JsMsg, options: ConsumerOptions): Promise<void> {
  const heartbeat = setInterval(() => msg.working(), ACK_WAIT_MS / 3);
  try {
    const verdict = await options.handle(toDelivery(msg, options.contract.type));
    if (verdict.kind === "done") msg.ack();
    else msg.nak(verdict.delayMs);
  } finally {
    clearInterval(heartbeat);
  }
}

/** Counts what is under way, and waits for room or for the end of all. */
function createSlots(size: number) {
  let taken = 0;
  let changed = Promise.withResolvers<void>();
  const release = () => {
    taken -= 1;
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };
  return {
    async take(): Promise<void> {
      while (taken >= size) await changed.promise;
      taken += 1;
    },
    release,
    async empty(): Promise<void> {
      while (taken > 0) await changed.promise;
    },
  };
}

/** Consumes until stopped. A server that restarts, and a stream or consumer that is gone, are waited for and made again. */
export async function startNatsConsumer(context: NatsConsumerContext, options: ConsumerOptions): Promise<Stoppable> {
  const { client, manager, names, clock, log } = context;
  const stream = names.stream(options.contract.context);
  const slots = createSlots(options.concurrency);
  const ended = new AbortController();
  let messages: ConsumerMessages | undefined;

  async function open(): Promise<ConsumerMessages> {
    await context.ensureStreams([options.contract.context]);
    await manager.consumers.add(stream, consumerConfig(options.durable, names.subject(options.contract.type), options.concurrency));
    const consumer = await client.consumers.get(stream, options.durable);
    return consumer.consume({ max_messages: options.concurrency * 2, abort_on_missing_resource: true });
  }

  async function drain(source: ConsumerMessages): Promise<void> {
    for await (const msg of source) {
      await slots.take();
      if (ended.signal.aborted) {
        slots.release();
        msg.nak();
        continue;
      }
      void process(msg, options)
        .catch((err: unknown) => log.error({ err, durable: options.durable }, "delivery failed outside of its handler"))
        .finally(slots.release);
    }
  }

  async function supervise(): Promise<void> {
    while (!ended.signal.aborted) {
      try {
        messages ??= await open();
        await drain(messages);
      } catch (err) {
        log.warn({ err, durable: options.durable }, "consumer was interrupted, will come back");
      }
      messages = undefined;
      if (!ended.signal.aborted) await clock.sleep(RESTART_MS, ended.signal);
    }
  }

  messages = await open();
  const supervised = supervise();
  return {
    async stop() {
      ended.abort();
      messages?.stop();
      await supervised;
      await slots.empty();
    },
  };
}
