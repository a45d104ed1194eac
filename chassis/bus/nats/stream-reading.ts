import { DeliverPolicy, type JetStreamClient, type JetStreamManager } from "@nats-io/jetstream";
import { readAttributes } from "./headers.ts";
import type { StreamNames } from "./streams.ts";

/** What is known of streams and of how far consumers are in them. */
export interface StreamReading {
  /** Messages that a durable consumer has not acknowledged yet. */
  lag(durable: string, context: string): Promise<number>;
  /** Number of the message up to which a durable consumer has acknowledged all of its own. */
  acknowledgedUpTo(durable: string, context: string): Promise<number>;
  /** Number of the newest message of a context; 0 when there is none. */
  lastSequence(context: string): Promise<number>;
  /** Ids of all messages of a context that were stored at this time or later. */
  idsSince(context: string, since: Date): Promise<ReadonlySet<string>>;
}

export function createStreamReading(server: {
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly names: StreamNames;
}): StreamReading {
  const { client, manager, names } = server;
  return {
    async lag(durable, context) {
      const { num_pending: unseen, num_ack_pending: inHand } = await manager.consumers.info(names.stream(context), durable);
      return unseen + inHand;
    },
    acknowledgedUpTo: async (durable, context) => (await manager.consumers.info(names.stream(context), durable)).ack_floor.stream_seq,
    lastSequence: async (context) => (await manager.streams.info(names.stream(context))).state.last_seq,
    async idsSince(context, since) {
      const start = { deliver_policy: DeliverPolicy.StartTime, opt_start_time: since.toISOString(), headers_only: true };
      const consumer = await client.consumers.get(names.stream(context), start);
      const ids = new Set<string>();
      // What is stored while we read was published by somebody else just now.
      let left = (await consumer.info(false)).num_pending;
      if (left === 0) return ids;
      const messages = await consumer.consume();
      for await (const msg of messages) {
        ids.add(readAttributes(msg.headers, { id: `${msg.info.stream}-${msg.seq}`, type: "" }).id);
        left -= 1;
        if (left === 0) break;
      }
      await messages.close();
      return ids;
    },
  };
}
