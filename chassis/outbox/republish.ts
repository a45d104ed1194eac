import type { NatsBus } from "../bus/index.ts";
import type { OutboxEntry } from "./outbox.ts";

export interface RepublishOptions {
  /** What was published, by document, each in its order. */
  readonly sent: AsyncIterable<{ readonly entries: readonly OutboxEntry[] }>;
  /** Ids of messages that the stream still holds. */
  readonly present: ReadonlySet<string>;
  readonly bus: Pick<NatsBus, "restore">;
  /** Only says what would be published. @default false */
  readonly dryRun?: boolean;
}

export interface Republished {
  /** Messages that the stream had lost. */
  readonly published: number;
  /** Messages that it still had. */
  readonly present: number;
}

/**
 * Publishes again what a stream has lost, under the ids that it had: whoever took a message in before drops it, and running this twice is running
 * it once. Messages of one document keep their order; across documents there never was one.
 * @throws DependencyUnavailableError when a message is not known to be stored. What was published before it stays.
 */
export async function republish({ sent, present, bus, dryRun = false }: RepublishOptions): Promise<Republished> {
  const counts = { published: 0, present: 0 };
  for await (const { entries } of sent) {
    for (const { id, type, time, source, subject, data, trace } of entries) {
      const isPresent = present.has(id);
      counts[isPresent ? "present" : "published"] += 1;
      if (!isPresent && !dryRun) await bus.restore({ id, type, time, source, subject, data, trace });
    }
  }
  return counts;
}
