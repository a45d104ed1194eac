import {
  type ConsumerMessages,
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
} from "@nats-io/jetstream";
import { headers } from "@nats-io/transport-node";
import type { Clock } from "../../clock/index.ts";
import type { Log } from "../../log/index.ts";
import type { SharedValues } from "../shared-values.ts";
import type { Outgoing } from "./store-message.ts";
import type { StreamNames } from "./streams.ts";

export interface SharedValuesContext {
  readonly client: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly names: StreamNames;
  readonly replicas: number;
  readonly store: (outgoing: Outgoing) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

const RESTART_MS = 1_000;

/** A stream that keeps the last message of each subject. An empty one takes a value away. */
export function createNatsSharedValues(context: SharedValuesContext, name: string): SharedValues {
  const { client, manager, names, replicas, store, clock, log } = context;
  const stream = names.stream(name);
  const subject = (key: string) => names.subject(`${name}.${key}`);
  const keyOf = (found: string) => found.slice(subject("").length);

  async function ensureStream(): Promise<void> {
    await manager.streams.add({
      name: stream,
      subjects: [subject(">")],
      max_msgs_per_subject: 1,
      num_replicas: replicas,
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
    });
  }

  /** What there is, then what comes. */
  async function open(): Promise<{ readonly messages: ConsumerMessages; readonly present: number }> {
    await ensureStream();
    const consumer = await client.consumers.get(stream, { deliver_policy: DeliverPolicy.LastPerSubject, filter_subjects: [subject(">")] });
    const present = (await consumer.info(false)).num_pending;
    return { messages: await consumer.consume({ abort_on_missing_resource: true, idle_heartbeat: 1_000 }), present };
  }

  async function follow(onValue: (key: string, value: string | null) => void, signal: AbortSignal, onPresent: () => void): Promise<void> {
    const { messages, present } = await open();
    const close = () => void messages.close();
    signal.addEventListener("abort", close, { once: true });
    let left = present;
    if (left === 0) onPresent();
    for await (const msg of messages) {
      onValue(keyOf(msg.subject), msg.string() || null);
      left -= 1;
      if (left === 0) onPresent();
    }
    signal.removeEventListener("abort", close);
  }

  return {
    put: (key, value) => store({ subject: subject(key), body: value ?? "", msgID: crypto.randomUUID(), headers: headers(), ensureStream }),
    async read() {
      await ensureStream();
      const values = new Map<string, string>();
      const { state } = await manager.streams.info(stream, { subjects_filter: subject(">") });
      for (const found of Object.keys(state.subjects ?? {})) {
        const last = await manager.streams.getMessage(stream, { last_by_subj: found });
        if (last !== null && last.string() !== "") values.set(keyOf(found), last.string());
      }
      return values;
    },
    async watch(onValue) {
      const ended = new AbortController();
      const known = Promise.withResolvers<void>();
      const following = (async () => {
        while (!ended.signal.aborted) {
          await follow(onValue, ended.signal, known.resolve).catch((err: unknown) =>
            log.warn({ err }, "shared values cannot be followed now"),
          );
          if (!ended.signal.aborted) await clock.sleep(RESTART_MS, ended.signal);
        }
      })();
      await known.promise;
      return {
        async stop() {
          ended.abort();
          await following;
        },
      };
    },
  };
}
