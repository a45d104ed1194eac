import { type JetStreamClient, jetstream, jetstreamManager } from "@nats-io/jetstream";
import type { MsgHdrs } from "@nats-io/transport-node";
import type { Clock } from "../../clock/index.ts";
import { DependencyUnavailableError } from "../../errors/index.ts";
import type { Log } from "../../log/index.ts";
import { untilAvailable } from "../../resilience/index.ts";
import { SpanKind, traceHeaders, withSpan } from "../../telemetry/index.ts";
import type { Bus } from "../bus.ts";
import { deadLetterHeaders, encodeHeader, messageHeaders } from "./headers.ts";
import { connectPatiently, drainConnection, type WatchedConnection, watchConnection } from "./nats-connection.ts";
import { startNatsConsumer } from "./nats-consumer.ts";
import { observeLag } from "./observe-lag.ts";
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
}

const PUBLISH_TIMEOUT_MS = 5_000;

interface Outgoing {
  readonly subject: string;
  readonly body: Uint8Array | string;
  readonly msgID: string;
  readonly headers: MsgHdrs;
  /** Makes sure that a stream listens to the subject. */
  readonly ensureStream: () => Promise<void>;
}

/** Does something, and anew when the connection comes back before it is done: an answer that was on its way then never comes. */
async function acrossReconnect(attempt: () => Promise<unknown>, onReconnect: WatchedConnection["onReconnect"]): Promise<void> {
  const reconnected = Promise.withResolvers<"reconnected">();
  const unwatch = onReconnect(() => reconnected.resolve("reconnected"));
  try {
    const first = attempt();
    // Nobody waits for the one that was interrupted any more; the server knows its second coming by its id.
    first.catch(() => undefined);
    if ((await Promise.race([first, reconnected.promise])) === "reconnected") await attempt();
  } finally {
    unwatch();
  }
}

interface Publisher {
  readonly client: JetStreamClient;
  readonly watched: WatchedConnection;
}

/** Waits for the server's word that the message is stored. */
async function store({ client, watched }: Publisher, { subject, body, msgID, headers, ensureStream }: Outgoing): Promise<void> {
  const attempt = () => client.publish(subject, body, { timeout: PUBLISH_TIMEOUT_MS, msgID, headers });
  try {
    await acrossReconnect(attempt, watched.onReconnect).catch(async (error: unknown) => {
      // The client's word for a subject that no stream listens to. Producers bring a lost stream back as consumers do.
      if (!(error instanceof Error && error.name === "JetStreamNotEnabled")) throw error;
      await ensureStream();
      await attempt();
    });
  } catch (cause) {
    throw new DependencyUnavailableError("bus", { cause });
  }
}

/**
 * The bus on NATS JetStream. Once connected it reconnects for ever.
 * @throws DependencyUnavailableError when no server answered in time.
 */
export async function connectNats(options: NatsBusOptions): Promise<Bus> {
  const { log, clock, replicas, ackWaitMs = 30_000, startTimeoutMs = 30_000 } = options;
  const connection = await connectPatiently({ ...options, startTimeoutMs });
  const client = jetstream(connection);
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const names = streamNames(options.prefix);
  const watched = watchConnection(connection, log);
  const publisher = { client, watched };
  const durables = new Map<string, string>();
  const endObserving = observeLag({ service: options.name, manager, durables, ready: watched.ready });
  const ensure = (contexts: readonly string[]) => ensureStreams({ manager, names, replicas }, contexts);

  return {
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
        return store(publisher, { subject, body: JSON.stringify(message.data), msgID: encodeHeader(message.id), headers, ensureStream });
      });
    },
    publishDeadLetter: (letter) =>
      store(publisher, {
        subject: names.deadLetterSubject(letter.consumer),
        body: letter.delivery.body,
        // One for each message and consumer, also when a crash came between storing it and acknowledging the message.
        msgID: [letter.consumer, letter.delivery.stream, letter.delivery.sequence.toString(), letter.delivery.attributes.id]
          .map(encodeHeader)
          .join("-"),
        headers: deadLetterHeaders(letter),
        ensureStream: () => ensure([]),
      }),
    consume(consumer) {
      durables.set(consumer.durable, names.stream(consumer.contract.context));
      const context = { client, manager, names, ensureStreams: ensure, onReconnect: watched.onReconnect, ackWaitMs, clock, log };
      return startNatsConsumer(context, consumer);
    },
    stop() {
      endObserving();
      return drainConnection(connection, clock);
    },
  };
}
