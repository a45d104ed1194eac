import { type JsMsg, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect, headers, type MsgHdrs } from "@nats-io/transport-node";

/** A message as it lies in its stream. */
export interface StoredMessage {
  readonly stream: string;
  readonly sequence: number;
  /** Without the shop's prefix: `payments.v1.captured`. */
  readonly type: string;
  readonly subject: string;
  readonly body: string;
  /** Whether it was sent by `repeat`. */
  readonly isRepeated: boolean;
  header(name: string): string;
}

/** How a message is sent once more. */
export type Repetition =
  /** As it was, id and all: the server drops it within its window. */
  | "same"
  /** The same message, past the server's window: nobody but the consumers can know it. */
  | "same-past-the-window"
  /** What it says under another id, as a producer would that forgot that it had said it. */
  | "new-id";

/** A shop's streams, written and read past its services. */
export interface Streams {
  /** All messages so far, stream by stream. */
  messages(): Promise<readonly StoredMessage[]>;
  /** What ended in the dead-letter stream. */
  deadLetters(): Promise<readonly StoredMessage[]>;
  /** Messages that consumers have not taken yet, or are at. */
  undelivered(): Promise<number>;
  /** Sends a message once more. False when the server dropped it as one that it knew. */
  repeat(message: StoredMessage, repetition: Repetition): Promise<boolean>;
  /** Hands out every message, from the first one on and then as they come, until it is stopped. */
  follow(onMessage: (message: StoredMessage) => void): Promise<{ stop(): Promise<void> }>;
  /** Publishes anything at all as a message of a type. */
  publish(type: string, body: string): Promise<void>;
  /** Takes every message out of every stream, as a server does that lost its disk. */
  purge(): Promise<void>;
  drop(): Promise<void>;
  close(): Promise<void>;
}

const REPEATED = "e2e-repeated";
const ID_HEADERS = ["ce-id", "Nats-Msg-Id"] as const;

function copyHeaders(original: StoredMessage, source: MsgHdrs | undefined, repetition: Repetition): MsgHdrs {
  const copy = headers();
  for (const [name, values] of source ?? []) for (const value of values) copy.append(name, value);
  const fresh = crypto.randomUUID();
  if (repetition !== "same") copy.set("Nats-Msg-Id", `${original.stream} ${fresh}`);
  if (repetition === "new-id") copy.set("ce-id", fresh);
  copy.set(REPEATED, repetition);
  return copy;
}

/** Connects to the streams of the shop with this prefix. */
export async function openStreams(url: string, prefix: string): Promise<Streams> {
  const connection = await connect({ servers: url.split(","), maxReconnectAttempts: -1, reconnectTimeWait: 200 });
  const manager = await jetstreamManager(connection, { checkAPI: false });
  const client = jetstream(connection);
  const upper = `${prefix.toUpperCase()}_`;
  const headersOf = new WeakMap<StoredMessage, MsgHdrs | undefined>();

  async function streams(): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { config } of manager.streams.list()) if (config.name.startsWith(upper)) found.push(config.name);
    return found;
  }

  function describe(stream: string, found: Pick<JsMsg, "seq" | "subject" | "headers" | "string">): StoredMessage {
    const message: StoredMessage = {
      stream,
      sequence: found.seq,
      type: found.subject.slice(prefix.length + 1),
      subject: found.subject,
      body: found.string(),
      isRepeated: found.headers?.has(REPEATED) ?? false,
      header: (name) => decodeURIComponent(found.headers?.get(name) ?? ""),
    };
    headersOf.set(message, found.headers);
    return message;
  }

  async function read(stream: string): Promise<readonly StoredMessage[]> {
    const { state } = await manager.streams.info(stream);
    const found: StoredMessage[] = [];
    for (let seq = state.first_seq; seq > 0 && seq <= state.last_seq; seq += 1) {
      const stored = await manager.streams.getMessage(stream, { seq });
      if (stored !== null)
        found.push(describe(stream, { seq, subject: stored.subject, headers: stored.header, string: () => stored.string() }));
    }
    return found;
  }

  const deadLetterStream = `${upper}DEADLETTERS`;
  return {
    async messages() {
      const living = (await streams()).filter((stream) => stream !== deadLetterStream);
      return (await Promise.all(living.map(read))).flat();
    },
    deadLetters: () => read(deadLetterStream),
    async undelivered() {
      let count = 0;
      for (const stream of await streams()) {
        for await (const { config, num_pending, num_ack_pending } of manager.consumers.list(stream)) {
          // Services have durable consumers; others are of those who only watch.
          if (config.durable_name !== undefined) count += num_pending + num_ack_pending;
        }
      }
      return count;
    },
    async repeat(message, repetition) {
      const copy = copyHeaders(message, headersOf.get(message), repetition);
      const { duplicate } = await client.publish(message.subject, message.body, { headers: copy });
      return !duplicate;
    },
    async follow(onMessage) {
      const living = (await streams()).filter((stream) => stream !== deadLetterStream);
      const consuming = await Promise.all(
        living.map(async (stream) => {
          const consumer = await client.consumers.get(stream);
          return consumer.consume({ callback: (found) => onMessage(describe(stream, found)) });
        }),
      );
      return { stop: async () => void (await Promise.all(consuming.map((one) => one.close()))) };
    },
    async publish(type, body) {
      const id = crypto.randomUUID();
      const own = headers();
      for (const name of ID_HEADERS) own.set(name, id);
      await client.publish(`${prefix}.${type}`, body, { headers: own });
    },
    async purge() {
      for (const stream of await streams()) await manager.streams.purge(stream);
    },
    async drop() {
      for (const stream of await streams()) await manager.streams.delete(stream);
    },
    close: () => connection.close(),
  };
}
