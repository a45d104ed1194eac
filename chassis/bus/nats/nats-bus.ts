import { jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import type { Clock } from "../../clock/index.ts";
import { DependencyUnavailableError } from "../../errors/index.ts";
import type { Log } from "../../log/index.ts";
import { SpanKind, withSpan } from "../../telemetry/index.ts";
import type { Bus } from "../bus.ts";
import { deadLetterHeaders, messageHeaders } from "./headers.ts";
import { startNatsConsumer } from "./nats-consumer.ts";
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
}

const PUBLISH_TIMEOUT_MS = 5_000;

/** The bus on NATS JetStream. Waits for a server that is not up yet, and reconnects for ever. */
export async function connectNats(options: NatsBusOptions): Promise<Bus> {
  const { log, clock } = options;
  const connection = await connect({
    servers: options.url.split(","),
    name: options.name,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 500,
    waitOnFirstConnect: true,
  });
  let connected = true;
  void (async () => {
    for await (const status of connection.status()) {
      if (status.type === "disconnect") connected = false;
      if (status.type === "reconnect") connected = true;
      if (status.type === "disconnect" || status.type === "reconnect")
        log.warn({ natsStatus: status.type }, "connection to the bus changed");
    }
  })();
  const client = jetstream(connection);
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const names = streamNames(options.prefix);

  const ensure = (contexts: readonly string[]) => ensureStreams({ manager, names, replicas: options.replicas }, contexts);

  /** Waits for the server's word that the message is stored. */
  async function store(subject: string, body: Uint8Array | string, settings: Parameters<typeof client.publish>[2]): Promise<void> {
    try {
      await client.publish(subject, body, { timeout: PUBLISH_TIMEOUT_MS, ...settings });
    } catch (cause) {
      throw new DependencyUnavailableError("bus", { cause });
    }
  }

  return {
    ensureStreams: ensure,
    ready: () => connected && !connection.isClosed(),
    publish: (message) =>
      withSpan(`publish ${message.type}`, { kind: SpanKind.PRODUCER, parent: message.trace }, () =>
        store(names.subject(message.type), JSON.stringify(message.data), { msgID: message.id, headers: messageHeaders(message) }),
      ),
    publishDeadLetter: (letter) =>
      store(names.deadLetterSubject(letter.consumer), letter.delivery.body, {
        msgID: `${letter.consumer}-${letter.delivery.stream}-${letter.delivery.sequence}-${letter.delivery.attempt}`,
        headers: deadLetterHeaders(letter),
      }),
    consume: (consumer) => startNatsConsumer({ client, manager, names, ensureStreams: ensure, clock, log }, consumer),
    async stop() {
      if (!connection.isClosed()) await connection.drain().catch(() => connection.close());
    },
  };
}
