import type { BusMessage } from "../bus/index.ts";
import type { Stoppable } from "../lifecycle/index.ts";

/** A message that waits in the document which caused it, until the bus has it. */
export type OutboxEntry = BusMessage;

/** The waiting messages of one document, oldest first. */
export interface PendingOutbox {
  readonly documentId: string;
  readonly entries: readonly OutboxEntry[];
}

/** What waits in one collection. */
export interface OutboxBacklog {
  /** The bounded context whose documents they are. */
  readonly context: string;
  readonly collection: string;
  /** Documents with waiting messages; counted to ten thousand. */
  readonly pending: number;
  /** Since when the longest waiting one waits; null when none does. */
  readonly oldestAt: Date | null;
}

/** Where documents with waiting messages are found. */
export interface OutboxSource {
  /** Documents whose messages have waited since before `before`, the longest waiting first. */
  pending(before: Date, limit: number): Promise<readonly PendingOutbox[]>;
  /** Takes messages that are published off their document. Doing it twice is doing it once. */
  published(documentId: string, messageIds: readonly string[]): Promise<void>;
  /** How much waits now. For who watches, so it gives up early. */
  backlog(): Promise<OutboxBacklog>;
}

export interface OutboxRelay extends Stoppable {
  /**
   * Publishes at once what waits in a document after a write: all of it, oldest first. Returns without waiting; what fails is found by the
   * sweep.
   */
  offer(pending: PendingOutbox): void;
}
