import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";

/** One shop's names on a NATS that may carry several. */
export interface StreamNames {
  subject(type: string): string;
  deadLetterSubject(consumer: string): string;
  stream(context: string): string;
  readonly deadLetters: string;
}

export function streamNames(prefix: string): StreamNames {
  const upper = prefix.toUpperCase().replaceAll("-", "_");
  return {
    subject: (type) => `${prefix}.${type}`,
    deadLetterSubject: (consumer) => `${prefix}.deadletters.${consumer}`,
    stream: (context) => `${upper}_${context.toUpperCase()}`,
    deadLetters: `${upper}_DEADLETTERS`,
  };
}

/** Within this window the server itself drops a second message of the same id; beyond it the consumers' inboxes do. */
const DUPLICATE_WINDOW_MS = 10 * 60 * 1000;

/** Time that a delivery has before the server takes it for lost. Handlers that need longer say that they are at work. */
export const ACK_WAIT_MS = 30_000;

async function ensureStream(manager: JetStreamManager, config: Pick<StreamConfig, "name" | "subjects" | "num_replicas">): Promise<void> {
  const wanted = {
    ...config,
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    duplicate_window: nanos(DUPLICATE_WINDOW_MS),
  };
  const existing = await manager.streams.info(config.name).catch(() => null);
  if (existing === null) await manager.streams.add(wanted);
}

/** Makes the streams of contexts, and that of dead letters, if they are missing. Nothing in them is ever dropped by age or size: they are history. */
export async function ensureStreams(
  server: { readonly manager: JetStreamManager; readonly names: StreamNames; readonly replicas: number },
  contexts: readonly string[],
): Promise<void> {
  const { manager, names, replicas } = server;
  await ensureStream(manager, { name: names.deadLetters, subjects: [names.deadLetterSubject(">")], num_replicas: replicas });
  for (const context of contexts) {
    await ensureStream(manager, { name: names.stream(context), subjects: [names.subject(`${context}.>`)], num_replicas: replicas });
  }
}

/** A durable pull consumer with explicit acknowledgement. The server never gives up on a message: that decision is the subscriber's. */
export function consumerConfig(durable: string, subject: string, concurrency: number): Partial<ConsumerConfig> {
  return {
    durable_name: durable,
    filter_subject: subject,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ACK_WAIT_MS),
    deliver_policy: DeliverPolicy.All,
    max_deliver: -1,
    max_ack_pending: Math.max(1_000, concurrency * 4),
  };
}
