import { type JetStreamClient, type JetStreamManager, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { z } from "zod";

/** An event about an order, as it lies in its stream. */
export interface OrderMessage {
  /** Without the shop's prefix: `orders.v1.confirmed`. */
  readonly type: string;
  /** The event's own id; the same when it was published again. */
  readonly id: string;
  readonly orderId: string;
  readonly returnId: string | null;
}

/** A message that a consumer gave up. */
export interface DeadLetter {
  readonly consumer: string;
  readonly code: string;
  readonly reason: string;
  /** Of the message. */
  readonly type: string;
}

/** What lies in a shop's streams. */
export interface Messages {
  readonly orders: readonly OrderMessage[];
  readonly deadLetters: readonly DeadLetter[];
  /** By durable consumer: messages that it has not taken yet, or is at. Those with nothing to do are left out. */
  readonly undelivered: Readonly<Record<string, number>>;
}

const aboutOrder = z.looseObject({ orderId: z.string(), returnId: z.string().optional() });
/** For all that is read at once. */
const BATCH = 500;
const BATCH_MS = 10_000;

interface Stored {
  readonly subject: string;
  readonly header: (name: string) => string;
  readonly json: () => unknown;
}

interface Streams {
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
}

/** All that a stream holds by now. */
async function readStream({ client, manager }: Streams, stream: string): Promise<readonly Stored[]> {
  const { state } = await manager.streams.info(stream);
  const consumer = await client.consumers.get(stream);
  const found: Stored[] = [];
  while (found.length < state.messages) {
    const before = found.length;
    for await (const message of await consumer.fetch({ max_messages: Math.min(BATCH, state.messages - before), expires: BATCH_MS })) {
      const header = (name: string) => decodeURIComponent(message.headers?.get(name) ?? "");
      found.push({ subject: message.subject, header, json: () => message.json() });
    }
    if (found.length === before) throw new Error(`${stream} has ${state.messages} messages and hands out ${before}`);
  }
  return found;
}

async function readUndelivered({ manager }: Streams, streams: readonly string[]): Promise<Record<string, number>> {
  const undelivered: Record<string, number> = {};
  for (const stream of streams) {
    for await (const { config, num_pending, num_ack_pending } of manager.consumers.list(stream)) {
      const count = num_pending + num_ack_pending;
      if (config.durable_name !== undefined && count > 0) undelivered[config.durable_name] = count;
    }
  }
  return undelivered;
}

function toOrderMessage({ subject, header, json }: Stored, prefix: string): OrderMessage {
  const { orderId, returnId = null } = aboutOrder.parse(json());
  return { type: subject.slice(prefix.length + 1), id: header("ce-id"), orderId, returnId };
}

function toDeadLetter({ header }: Stored): DeadLetter {
  const [consumer, code, reason] = ["consumer", "code", "reason"].map((name) => header(`mercato-dead-${name}`)) as [string, string, string];
  return { consumer, code, reason, type: header("ce-type") };
}

/** A shop's streams, looked at from behind: past its services, as an auditor would. */
export interface StreamReader {
  /** Messages on their way, by durable consumer. */
  undelivered(): Promise<Messages["undelivered"]>;
  read(): Promise<Messages>;
  close(): Promise<void>;
}

/** Connects to the streams of the shop with this prefix. */
export async function openStreamReader(url: string, prefix: string): Promise<StreamReader> {
  const connection = await connect({ servers: url.split(","), name: "auditor" });
  const streams = { client: jetstream(connection), manager: await jetstreamManager(connection, { checkAPI: false }) };
  const upper = `${prefix.toUpperCase().replaceAll("-", "_")}_`;

  async function names(): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { config } of streams.manager.streams.list()) if (config.name.startsWith(upper)) found.push(config.name);
    return found;
  }

  return {
    undelivered: async () => readUndelivered(streams, await names()),
    async read() {
      const known = await names();
      const read = async (name: string) => (known.includes(upper + name) ? await readStream(streams, upper + name) : []);
      return {
        orders: (await read("ORDERS")).map((stored) => toOrderMessage(stored, prefix)),
        deadLetters: (await read("DEADLETTERS")).map(toDeadLetter),
        undelivered: await readUndelivered(streams, known),
      };
    },
    close: () => connection.close(),
  };
}
