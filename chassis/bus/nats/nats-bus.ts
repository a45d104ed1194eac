import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import type { Clock } from "../../clock/index.ts";
import type { Stoppable } from "../../lifecycle/index.ts";
import type { Log } from "../../log/index.ts";
import { untilAvailable } from "../../resilience/index.ts";
import { SpanKind, traceHeaders, withSpan } from "../../telemetry/index.ts";
import type { Bus, DeadLetter } from "../bus.ts";
import type { DeadLetters } from "../dead-letters.ts";
import { createNatsDeadLetters } from "./dead-letters.ts";
import { watchExhausted } from "./exhausted.ts";
import { deadLetterHeaders, encodeHeader, messageHeaders } from "./headers.ts";
import { connectPatiently, drainConnection, watchConnection } from "./nats-connection.ts";
import { startNatsConsumer } from "./nats-consumer.ts";
import { observeLag } from "./observe-lag.ts";
import { type Outgoing, storeMessage } from "./store-message.ts";
import { contextOf, ensureStreams, streamNames } from "./streams.ts";

export interface NatsBusOptions {
  /** Servers, separated by commas. */
  readonly url: string;
  /** The connecting service, for the server's logs. */
  readonly name: string;
  /** First token of every subject. */
  readonly prefix: string;
  /** Copies of every stream. */
  readonly replicas: number;
  readonly clock: Clock;
  readonly log: Log;
  /** How long to wait for a server that is not up yet. @default 30000 */
  readonly startTimeoutMs?: number;
  /**
   * Time after which the server takes a delivery for lost whose consumer has gone silent, in milliseconds. A consumer at work says so, so a
   * handler may take longer. @default 30000
   */
  readonly ackWaitMs?: number;
  /** Deliveries after which the server gives a message up that nobody says anything about. @default 10000 */
  readonly maxDeliver?: number;
}

/** The bus, and what only operators ask of it. */
export interface NatsBus extends Bus {
  readonly deadLetters: DeadLetters;
  /** Makes dead letters of what the server itself gave up in this context's stream. */
  watchExhausted(context: string): Promise<Stoppable>;
  /** Messages that a durable consumer has not acknowledged yet. */
  lag(durable: string, context: string): Promise<number>;
}

/** A message that fails for a reason that passes is tried every half a minute, so this outlasts a weekend; one that kills whoever handles it ends here. */
const MAX_DELIVER = 10_000;

/**
 * The bus on NATS JetStream. Once connected it reconnects for ever.
 * @throws DependencyUnavailableError when no server answered in time.
 */
export async function connectNats(options: NatsBusOptions): Promise<NatsBus> {
  const { log, clock, replicas, ackWaitMs = 30_000, maxDeliver = MAX_DELIVER, startTimeoutMs = 30_000 } = options;
  const connection = await connectPatiently({ ...options, startTimeoutMs });
  const client = jetstream(connection);
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const names = streamNames(options.prefix);
  const watched = watchConnection(connection, log);
  const store = (outgoing: Outgoing) => storeMessage({ client, watched }, outgoing);
  const durables = new Map<string, string>();
  const endObserving = observeLag({ service: options.name, manager, durables, ready: watched.ready });
  const ensure = (contexts: readonly string[]) => ensureStreams({ manager, names, replicas }, contexts);
  const consumerContext = { client, manager, onReconnect: watched.onReconnect, ackWaitMs, maxDeliver, clock, log };

  function publishDeadLetter(letter: DeadLetter): Promise<void> {
    const { consumer, delivery } = letter;
    // One for each message and consumer, also when a crash came between storing it and acknowledging the message.
    const msgID = [consumer, delivery.stream, delivery.sequence.toString(), delivery.attributes.id].map(encodeHeader).join("-");
    const subject = names.deadLetterSubject(consumer);
    return store({ subject, body: delivery.body, msgID, headers: deadLetterHeaders(letter), ensureStream: () => ensure([]) });
  }

  return {
    deadLetters: createNatsDeadLetters({ manager, names, store }),
    watchExhausted: (context) => watchExhausted({ ...consumerContext, names, replicas, service: options.name, publishDeadLetter }, context),
    async lag(durable, context) {
      const { num_pending: unseen, num_ack_pending: inHand } = await manager.consumers.info(names.stream(context), durable);
      return unseen + inHand;
    },
    // A server that has just been started takes connections before it has read its streams.
    ensureStreams: (contexts) => untilAvailable(() => ensure(contexts), { dependency: "bus", timeoutMs: startTimeoutMs, clock, log }),
    ready: watched.ready,
    publish(message) {
      const attributes = { "messaging.message.id": message.id, "messaging.destination.name": message.type };
      return withSpan(`publish ${message.type}`, { kind: SpanKind.PRODUCER, parent: message.trace, attributes }, () => {
        // Who handles the message continues from its publication, which continues from what caused it.
        const headers = messageHeaders({ ...message, trace: { ...message.trace, ...traceHeaders() } });
        const subject = names.subject(message.type);
        const ensureStream = () => ensure([contextOf(message.type)]);
        return store({ subject, body: JSON.stringify(message.data), msgID: encodeHeader(message.id), headers, ensureStream });
      });
    },
    publishDeadLetter,
    consume({ durable, contract, concurrency, handle }) {
      const { context, type } = contract;
      const stream = names.stream(context);
      durables.set(durable, stream);
      const subjects = [names.subject(type), names.redriveSubject(context, durable)];
      return startNatsConsumer(consumerContext, {
        durable,
        stream,
        subjects,
        type,
        concurrency,
        ensureStream: () => ensure([context]),
        handle,
      });
    },
    stop() {
      endObserving();
      return drainConnection(connection, clock);
    },
  };
}
