import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  JetStreamApiCodes,
  JetStreamApiError,
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
  /** Last but one token of the subject on which a consumer gets what is redriven to it; the last is its durable name. */
  readonly redriveToken: string;
  redriveSubject(context: string, durable: string): string;
  /** Stream of what the server tells about messages of a context that it gave up. */
  advisories(context: string): string;
  advisorySubject(stream: string): string;
}

const REDRIVE = "redrive";

export function streamNames(prefix: string): StreamNames {
  const upper = prefix.toUpperCase().replaceAll("-", "_");
  return {
    subject: (type) => `${prefix}.${type}`,
    deadLetterSubject: (consumer) => `${prefix}.deadletters.${consumer}`,
    stream: (context) => `${upper}_${context.toUpperCase()}`,
    deadLetters: `${upper}_DEADLETTERS`,
    redriveToken: REDRIVE,
    redriveSubject: (context, durable) => `${prefix}.${context}.${REDRIVE}.${durable}`,
    advisories: (context) => `${upper}_ADVISORIES_${context.toUpperCase()}`,
    advisorySubject: (stream) => `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${stream}.>`,
  };
}

/** The context that a message type belongs to: its first token. */
export function contextOf(type: string): string {
  return type.split(".", 1)[0] ?? type;
}

/** Within this window the server itself drops a second message of the same id; beyond it the consumers' inboxes do. */
const DUPLICATE_WINDOW_MS = 10 * 60 * 1000;

async function ensureStream(manager: JetStreamManager, config: Pick<StreamConfig, "name" | "subjects" | "num_replicas">): Promise<void> {
  const wanted = {
    ...config,
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    duplicate_window: nanos(DUPLICATE_WINDOW_MS),
  };
  try {
    await manager.streams.info(config.name);
  } catch (error) {
    // An answer that did not come is no answer that there is no stream.
    if (!(error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamNotFound)) throw error;
    await manager.streams.add(wanted);
  }
}

export interface StreamServer {
  readonly manager: JetStreamManager;
  readonly names: StreamNames;
  readonly replicas: number;
}

/** Makes the stream that keeps what the server tells about messages of a context that it gave up, if it is missing. */
export function ensureAdvisories({ manager, names, replicas }: StreamServer, context: string): Promise<void> {
  const subjects = [names.advisorySubject(names.stream(context))];
  return ensureStream(manager, { name: names.advisories(context), subjects, num_replicas: replicas });
}

/** Makes the streams of contexts, and that of dead letters, if they are missing. Nothing in them is ever dropped by age or size: they are history. */
export async function ensureStreams({ manager, names, replicas }: StreamServer, contexts: readonly string[]): Promise<void> {
  await ensureStream(manager, { name: names.deadLetters, subjects: [names.deadLetterSubject(">")], num_replicas: replicas });
  for (const context of contexts) {
    await ensureStream(manager, { name: names.stream(context), subjects: [names.subject(`${context}.>`)], num_replicas: replicas });
  }
}

interface ConsumerSettings {
  readonly durable: string;
  readonly subjects: readonly string[];
  readonly concurrency: number;
  readonly ackWaitMs: number;
  readonly maxDeliver: number;
}

/** A durable pull consumer with explicit acknowledgement. When to give a message up is the subscriber's decision; `maxDeliver` is for what kills the subscriber. */
function consumerConfig({ durable, subjects, concurrency, ackWaitMs, maxDeliver }: ConsumerSettings): Partial<ConsumerConfig> {
  return {
    durable_name: durable,
    filter_subjects: [...subjects],
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ackWaitMs),
    deliver_policy: DeliverPolicy.All,
    max_deliver: maxDeliver,
    // Those that wait for another delivery count, so there is room for many of them beside the ones that can be handled.
    max_ack_pending: Math.max(1_000, concurrency * 4),
  };
}

/** Makes sure that the durable consumer exists and is set as this version has it. Where it stands in its stream is kept. */
export async function ensureConsumer(manager: JetStreamManager, stream: string, settings: ConsumerSettings): Promise<void> {
  const config = consumerConfig(settings);
  try {
    // One that was made with a single subject keeps it beside the list unless it is told not to, and the server refuses both.
    await manager.consumers.update(stream, settings.durable, { ...config, filter_subject: "" });
  } catch (error) {
    if (!(error instanceof JetStreamApiError && error.code === JetStreamApiCodes.ConsumerNotFound)) throw error;
    await manager.consumers.add(stream, config);
  }
}
