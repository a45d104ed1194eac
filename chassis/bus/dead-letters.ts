import type { BusMessage } from "./bus.ts";

/** A dead letter as it lies in its stream. */
export interface StoredDeadLetter {
  /** Its number in the dead-letter stream; never given twice. */
  readonly id: number;
  readonly storedAt: Date;
  /** Durable name of the consumer that could not handle the message. */
  readonly consumer: string;
  readonly code: string;
  readonly reason: string;
  readonly stack: string;
  /** Where the message lay when it was given up. */
  readonly stream: string;
  readonly sequence: number;
  readonly attempts: number;
  readonly message: Omit<BusMessage, "data">;
  /** As it was sent; may be anything, and may hold secrets. */
  readonly body: Uint8Array;
}

export interface DeadLetterQuery {
  /** At most. */
  readonly limit: number;
  /** Only those with a greater id. */
  readonly after?: number;
  /** Only those of this durable consumer. */
  readonly consumer?: string;
}

/** What people do with messages that could not be handled. */
export interface DeadLetters {
  /** Oldest first. */
  list(query: DeadLetterQuery): Promise<readonly StoredDeadLetter[]>;
  get(id: number): Promise<StoredDeadLetter | null>;
  /**
   * Gives the message to the consumer that failed at it, and to no other, then takes the letter off. The message keeps its id, so an inbox that
   * took it in before drops it. Doing it twice is doing it once, also when a crash came between the two.
   * @throws DependencyUnavailableError when it is not known that the message is on its way: the letter stays.
   */
  redrive(id: number): Promise<"redriven" | "not-found">;
  /** Takes the letter off for good. */
  discard(id: number): Promise<"discarded" | "not-found">;
}
