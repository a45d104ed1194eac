import { AckPolicy, type ConsumerConfig, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect, headers } from "@nats-io/transport-node";
import type { World } from "../testing/index.ts";

/** A message as the server keeps it. */
export interface StoredMessage {
  readonly subject: string;
  readonly header: (name: string) => string;
  readonly text: string;
}

/** Looks at the servers' side of a world's bus, and at it as a stranger would. */
export async function openStreams(world: World) {
  const connection = await connect({ servers: world.natsUrl.split(",") });
  const manager = await jetstreamManager(connection);
  const client = jetstream(connection);
  const nameOf = (context: string) => `${world.prefix.toUpperCase()}_${context.toUpperCase()}`;

  async function read(context: string): Promise<StoredMessage[]> {
    const { state } = await manager.streams.info(nameOf(context));
    const found: StoredMessage[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
      const stored = await manager.streams.getMessage(nameOf(context), { seq });
      if (stored === null) continue;
      found.push({ subject: stored.subject, header: (name) => decodeURIComponent(stored.header.get(name)), text: stored.string() });
    }
    return found;
  }

  return {
    read,
    deadLetters: () => read("deadletters"),
    /** Takes the last messages off, as a server does that was killed before it synced. */
    async loseTail(context: string, count: number) {
      const { state } = await manager.streams.info(nameOf(context));
      for (let lost = 0; lost < count; lost += 1) await manager.streams.deleteMessage(nameOf(context), state.last_seq - lost);
    },
    deleteStream: (context: string) => manager.streams.delete(nameOf(context)),
    consumer: (context: string, durable: string) => manager.consumers.info(nameOf(context), durable),
    addConsumer: (context: string, config: Partial<ConsumerConfig>) =>
      manager.consumers.add(nameOf(context), { ack_policy: AckPolicy.Explicit, ...config }),
    deleteConsumer: (context: string, durable: string) => manager.consumers.delete(nameOf(context), durable),
    /** Stores what nobody of ours would send: anything, and a message of the same id again. */
    publishRaw: (type: string, body: string, id?: string) => {
      const attributes = headers();
      if (id !== undefined) attributes.set("ce-id", id);
      return client.publish(`${world.prefix}.${type}`, body, { headers: attributes });
    },
    stop: () => connection.close(),
  };
}
