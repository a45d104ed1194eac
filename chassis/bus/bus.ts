import type { z } from "zod";
import type { Stoppable } from "../lifecycle/index.ts";

/** What a message of one kind is called and carries. Contracts are declared elsewhere; this is the form that the bus needs. */
export interface MessageContract<Schema extends z.ZodType = z.ZodType> {
  readonly kind: "event" | "command";
  readonly context: string;
  readonly version: number;
  readonly name: string;
  /** Subject without the bus prefix, e.g. `orders.v1.placed`. */
  readonly type: string;
  readonly schema: Schema;
}

/** The payload of a contract's messages. */
export type PayloadOf<C extends MessageContract> = z.infer<C["schema"]>;

/** A message to be sent: its contract and its payload. Make it with `message`, which ties the two. */
export interface OutgoingMessage {
  readonly contract: MessageContract;
  readonly data: unknown;
}

/** Ties a payload to its contract. */
export function message<C extends MessageContract>(contract: C, data: PayloadOf<C>): OutgoingMessage {
  return { contract, data };
}

/** A message on its way. Attributes after CloudEvents 1.0. */
export interface BusMessage {
  /** Unique; the bus drops a second one within its window, consumers drop any. */
  readonly id: string;
  readonly type: string;
  /** ISO 8601. */
  readonly time: string;
  /** Who sent it, e.g. `orders`. */
  readonly source: string;
  /** What it is about, e.g. an order's id. */
  readonly subject: string;
  readonly data: unknown;
  /** W3C trace context of the sender. */
  readonly trace: Readonly<Record<string, string>>;
}

/** A message that arrived, for the `attempt`th time (from 1). */
export interface Delivery {
  /** Attributes as far as the headers have them. */
  readonly attributes: Omit<BusMessage, "data">;
  readonly body: Uint8Array;
  readonly attempt: number;
  readonly stream: string;
  readonly sequence: number;
}

/** What becomes of a delivery: done with, or to be delivered again after a pause. */
export type Verdict = { readonly kind: "done" } | { readonly kind: "again"; readonly delayMs: number };

/** A message that could not be handled, with what a person needs to judge and redrive it. */
export interface DeadLetter {
  readonly consumer: string;
  readonly delivery: Delivery;
  readonly code: string;
  readonly reason: string;
  readonly stack: string;
}

export interface ConsumerOptions {
  /** Durable name: position in the stream belongs to it, and outlives processes. */
  readonly durable: string;
  readonly contract: MessageContract;
  /** Deliveries handled at the same time. */
  readonly concurrency: number;
  /** Decides and applies. The message is acknowledged after it returned "done", never before. It must not throw. */
  readonly handle: (delivery: Delivery) => Promise<Verdict>;
}

/** The messaging port. */
export interface Bus extends Stoppable {
  /** Resolves once the message is stored. @throws DependencyUnavailableError when that is not known to be so. */
  publish(message: BusMessage): Promise<void>;
  /** Stores a dead letter; resolves once it is stored. The same delivery of the same consumer is stored once. */
  publishDeadLetter(letter: DeadLetter): Promise<void>;
  /** Delivers until stopped, coming back by itself after the server was away. Stopping waits for deliveries under way. */
  consume(options: ConsumerOptions): Promise<Stoppable>;
  /** Makes sure that the streams of these contexts exist. @throws DependencyUnavailableError when that is not known in time. */
  ensureStreams(contexts: readonly string[]): Promise<void>;
  ready(): boolean;
}
