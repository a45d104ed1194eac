import type { Bus } from "../bus/index.ts";
import { type Clock, startSweep } from "../clock/index.ts";
import type { Log } from "../log/index.ts";
import { createRests } from "../resilience/index.ts";
import { observeBacklog } from "./observe.ts";
import type { OutboxEntry, OutboxRelay, OutboxSource, PendingOutbox } from "./outbox.ts";

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

/** Documents that one sweep takes; when it finds as many, the next follows at once. */
const SWEEP_LIMIT = 100;
/** A document whose messages could not be published lets others pass for this long: ten sweeps' worth of them. */
const REST_MS = 10_000;

/** One document's messages on their way out. */
interface Lane {
  readonly waiting: OutboxEntry[];
  /** Ids that waited here since the lane was opened: offered again, they are not published again. */
  readonly taken: Set<string>;
  readonly done: Promise<boolean>;
}

/**
 * Publishes what documents hold and takes it off them afterwards: a crash between the two publishes again, under the same id. Messages of one
 * document go out in their order, and none goes out after one that failed. Several relays may work side by side.
 */
export function createOutboxRelay(options: OutboxRelayOptions): OutboxRelay {
  const { source, bus, clock, log } = options;
  const lanes = new Map<string, Lane>();
  const rests = createRests({ clock, restMs: REST_MS });
  let wasAway = false;

  /** Publishes what waits and marks it by one update; also what went out before one that failed, so that this one alone is published again. */
  async function publishWaiting(documentId: string, waiting: OutboxEntry[]): Promise<void> {
    const published: string[] = [];
    try {
      for (let entry = waiting[0]; entry !== undefined; entry = waiting[0]) {
        await bus.publish(entry);
        published.push(entry.id);
        waiting.shift();
      }
    } finally {
      // Nothing to mark is a document that holds nothing and is marked all the same; or one whose first message failed, which stays as it is.
      if (published.length > 0 || waiting.length === 0) await source.published(documentId, published);
    }
  }

  async function work(documentId: string, waiting: OutboxEntry[]): Promise<boolean> {
    try {
      // At least once, since a sweep may find a document that holds nothing and is still marked.
      do await publishWaiting(documentId, waiting);
      while (waiting.length > 0);
      // In the same tick as the look at what waits: nothing can be put into a lane that nobody works on.
      lanes.delete(documentId);
      return true;
    } catch (err) {
      lanes.delete(documentId);
      rests.rest(documentId);
      log.warn({ err, documentId }, "outbox could not be published, will be swept");
      return false;
    }
  }

  function enqueue({ documentId, entries }: PendingOutbox): Promise<boolean> {
    const lane = lanes.get(documentId);
    if (lane === undefined) {
      const waiting = [...entries];
      const done = work(documentId, waiting);
      lanes.set(documentId, { waiting, taken: new Set(entries.map(({ id }) => id)), done });
      return done;
    }
    const added = entries.filter(({ id }) => !lane.taken.has(id));
    for (const { id } of added) lane.taken.add(id);
    lane.waiting.push(...added);
    return lane.done;
  }

  async function sweepOnce(): Promise<boolean> {
    if (!bus.ready()) {
      wasAway = true;
      return false;
    }
    if (wasAway) rests.clear();
    wasAway = false;
    const before = new Date(clock.now().getTime() - (options.graceMs ?? 2_000));
    const found = await source.pending(before, SWEEP_LIMIT + rests.count());
    const free = found.filter(({ documentId }) => !lanes.has(documentId) && !rests.isAtRest(documentId));
    const due = free.slice(0, SWEEP_LIMIT);
    const results = await Promise.all(due.map(enqueue));
    return due.length === SWEEP_LIMIT && results.some((published) => published);
  }

  const sweep = startSweep({ name: "outbox", intervalMs: options.sweepIntervalMs ?? 1_000, clock, log, run: sweepOnce });
  const endObserving = observeBacklog(source, clock);
  return {
    offer: (pending) => void enqueue(pending),
    async stop() {
      endObserving();
      await sweep.stop();
      await Promise.all([...lanes.values()].map(({ done }) => done));
    },
  };
}
