import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import type { Clock } from "../../clock/index.ts";
import type { Stoppable } from "../../lifecycle/index.ts";
import type { Log } from "../../log/index.ts";
import { untilAvailable } from "../../resilience/index.ts";
import type { Bus, BusMessage, DeadLetter } from "../bus.ts";
import type { DeadLetters } from "../dead-letters.ts";
import type { SharedValues } from "../shared-values.ts";
import { createNatsDeadLetters } from "./dead-letters.ts";
import { watchExhausted } from "./exhausted.ts";
import { connectPatiently, drainConnection, watchConnection } from "./nats-connection.ts";
import { startNatsConsumer } from "./nats-consumer.ts";
import { observeLag } from "./observe-lag.ts";
import { publishLetter, publishMessage } from "./publishing.ts";
import { createNatsSharedValues } from "./shared-values.ts";
import { type Outgoing, storeMessage } from "./store-message.ts";
import { createStreamReading, type StreamReading } from "./stream-reading.ts";
import { ensureStreams, streamNames } from "./streams.ts";

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
export interface NatsBus extends Bus, StreamReading {
  readonly deadLetters: DeadLetters;
  /** As `publish`, of a message that its stream has lost: the server may still know its id, and drop it as one that it has. */
  restore(message: BusMessage): Promise<void>;
  /** Values by name under this name, which all processes of the shop share. */
  sharedValues(name: string): SharedValues;
  /** Makes dead letters of what the server itself gave up in this context's stream. */
  watchExhausted(context: string): Promise<Stoppable>;
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

  const publishing = { names, store, ensure };
  const publish = (message: BusMessage, serverId: string) => publishMessage(publishing, message, serverId);
  const publishDeadLetter = (letter: DeadLetter) => publishLetter(publishing, letter);

  return {
    ...createStreamReading({ client, manager, names }),
    deadLetters: createNatsDeadLetters({ manager, names, store }),
    sharedValues: (name) => createNatsSharedValues({ client, manager, names, replicas, store, clock, log }, name),
    watchExhausted: (context) => watchExhausted({ ...consumerContext, names, replicas, service: options.name, publishDeadLetter }, context),
    // A server that has just been started takes connections before it has read its streams.
    ensureStreams: (contexts) => untilAvailable(() => ensure(contexts), { dependency: "bus", timeoutMs: startTimeoutMs, clock, log }),
    ready: watched.ready,
    publish: (message) => publish(message, message.id),
    restore: (message) => publish(message, `restored-${message.id}`),
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
