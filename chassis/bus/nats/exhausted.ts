import type { JetStreamManager } from "@nats-io/jetstream";
import { z } from "zod";
import type { Stoppable } from "../../lifecycle/index.ts";
import type { DeadLetter, Delivery } from "../bus.ts";
import { createDeadLetterCounter } from "../count-dead-letters.ts";
import { readAttributes } from "./headers.ts";
import { type NatsConsumerContext, startNatsConsumer } from "./nats-consumer.ts";
import { ensureAdvisories, type StreamNames } from "./streams.ts";

export interface ExhaustedContext extends NatsConsumerContext {
  readonly names: StreamNames;
  readonly replicas: number;
  /** The listening service, for metrics. */
  readonly service: string;
  readonly publishDeadLetter: (letter: DeadLetter) => Promise<void>;
}

/** What the server tells when it gives a message up for a consumer. After io.nats.jetstream.advisory.v1.max_deliver. */
const advisorySchema = z.object({ stream: z.string(), consumer: z.string(), stream_seq: z.int(), deliveries: z.int() });

type Advisory = z.infer<typeof advisorySchema>;

async function toLetter(manager: JetStreamManager, advisory: Advisory): Promise<DeadLetter | null> {
  const { stream, consumer, stream_seq: seq, deliveries } = advisory;
  const stored = await manager.streams.getMessage(stream, { seq });
  if (stored === null) return null;
  const delivery: Delivery = {
    attributes: readAttributes(stored.header, { id: `${stream}-${seq}`, type: stored.subject }),
    body: stored.data,
    attempt: deliveries,
    stream,
    sequence: seq,
  };
  return {
    consumer,
    delivery,
    code: "MAX_DELIVERIES",
    reason: `delivered ${deliveries} times, and nobody said what became of it`,
    stack: "",
  };
}

/**
 * Makes dead letters of the messages that the server itself gave up: each delivery of them ended without a word, as when handling them kills the
 * process. The server tells it once and to whoever listens, so what it tells is kept in a stream. The letter has the id that the consumer's own
 * would have had: one that died between storing its letter and saying so makes no second one.
 */
export function watchExhausted(context: ExhaustedContext, streamContext: string): Promise<Stoppable> {
  const { manager, names, replicas, service, log } = context;
  const stream = names.stream(streamContext);
  const countDeadLetter = createDeadLetterCounter();

  async function bury(delivery: Delivery): Promise<void> {
    const parsed = advisorySchema.safeParse(JSON.parse(new TextDecoder().decode(delivery.body)));
    const letter = parsed.success ? await toLetter(manager, parsed.data) : null;
    if (letter === null) return;
    await context.publishDeadLetter(letter);
    countDeadLetter({ service, durable: letter.consumer, code: letter.code });
    log.error(
      { durable: letter.consumer, messageId: letter.delivery.attributes.id, attempt: letter.delivery.attempt },
      "message was given up by the server and became a dead letter",
    );
  }

  return startNatsConsumer(context, {
    durable: `${service}--exhausted`,
    stream: names.advisories(streamContext),
    subjects: [names.advisorySubject(stream)],
    type: "jetstream.max-deliveries",
    concurrency: 4,
    ensureStream: () => ensureAdvisories({ manager, names, replicas }, streamContext),
    async handle(delivery) {
      try {
        await bury(delivery);
        return { kind: "done" };
      } catch (err) {
        log.warn({ err, durable: `${service}--exhausted` }, "message that the server gave up could not be kept yet");
        return { kind: "again", delayMs: 1_000 };
      }
    },
  });
}
