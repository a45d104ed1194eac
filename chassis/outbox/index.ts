import type { Bus, BusMessage } from "../bus/index.ts";
import { type Clock, startSweep } from "../clock/index.ts";
import type { Stoppable } from "../lifecycle/index.ts";
import type { Log } from "../log/index.ts";

/** A message that waits in the document which caused it, until the bus has it. */
export type OutboxEntry = BusMessage;

/** The waiting messages of one document, oldest first. */
export interface PendingOutbox {
  readonly documentId: string;
  readonly entries: readonly OutboxEntry[];
}

/** Where documents with waiting messages are found. */
export interface OutboxSource {
  /** Documents whose messages have waited since before `before`, the longest waiting first. */
  pending(before: Date, limit: number): Promise<readonly PendingOutbox[]>;
  /** Takes messages that are published off their document. Doing it twice is doing it once. */
  published(documentId: string, messageIds: readonly string[]): Promise<void>;
}

export interface OutboxRelay extends Stoppable {
  /** Publishes at once what a write has just left in a document. Returns without waiting; what fails is found by the sweep. */
  offer(pending: PendingOutbox): void;
}

export interface OutboxRelayOptions {
  readonly source: OutboxSource;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  /** Pause between sweeps, in milliseconds. @default 1000 */
  readonly sweepIntervalMs?: number;
  /** How long a message may wait before a sweep takes it, which leaves the writer time to do it. @default 2000 */
  readonly graceMs?: number;
}

const SWEEP_LIMIT = 100;

/**
 * Publishes what documents hold, in their order, and takes it off them afterwards: a crash between the two publishes again, under the same id.
 * Several relays may work side by side.
 */
export function createOutboxRelay(options: OutboxRelayOptions): OutboxRelay {
  const { source, bus, clock, log } = options;
  /** The last work on each document: messages of one document go out one after another. */
  const tails = new Map<string, Promise<void>>();

  async function publish({ documentId, entries }: PendingOutbox): Promise<void> {
    for (const entry of entries) await bus.publish(entry);
    await source.published(
      documentId,
      entries.map((entry) => entry.id),
    );
  }

  function enqueue(pending: PendingOutbox): Promise<void> {
    const before = tails.get(pending.documentId) ?? Promise.resolve();
    const work = before
      .then(() => publish(pending))
      .catch((err: unknown) => log.warn({ err, documentId: pending.documentId }, "outbox could not be published, will be swept"));
    tails.set(pending.documentId, work);
    return work.finally(() => {
      if (tails.get(pending.documentId) === work) tails.delete(pending.documentId);
    });
  }

  async function sweepOnce(): Promise<boolean> {
    const before = new Date(clock.now().getTime() - (options.graceMs ?? 2_000));
    const found = await source.pending(before, SWEEP_LIMIT);
    await Promise.all(found.filter(({ documentId }) => !tails.has(documentId)).map(enqueue));
    return false;
  }

  const sweep = startSweep({ name: "outbox", intervalMs: options.sweepIntervalMs ?? 1_000, clock, log, run: sweepOnce });
  return {
    offer: (pending) => void enqueue(pending),
    async stop() {
      await sweep.stop();
      await Promise.all(tails.values());
    },
  };
}
