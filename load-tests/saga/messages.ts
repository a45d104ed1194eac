import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { z } from "zod";
import { by, type Tally } from "./counting/tally.ts";

const orderEvent = z.object({ orderId: z.string() });

/** How an order ended, and when this process learnt of it. */
export interface Ending {
  /** "confirmed", or what else became of it. */
  readonly kind: string;
  /** As performance.now() has it. */
  readonly atMs: number;
}

/** Listens to a shop's events. */
export interface Messages extends AsyncDisposable {
  /** Resolves when the order has ended. @throws Error when it has not in time */
  ending(orderId: string): Promise<Ending>;
  /** How many messages there are in the shop's streams, by type: "orders.v1.placed". */
  stored(): Promise<Tally>;
}

/** The last token of the events that end an order. */
const ENDINGS = ["confirmed", "cancelled", "needs-attention"];
const PATIENCE_MS = 60_000;

/** Endings come on their own; somebody may ask before or after. */
function createEndings() {
  const waiting = new Map<string, PromiseWithResolvers<Ending>>();
  const of = (orderId: string) => {
    const known = waiting.get(orderId);
    if (known !== undefined) return known;
    const made = Promise.withResolvers<Ending>();
    waiting.set(orderId, made);
    return made;
  };
  return {
    came: (orderId: string, ending: Ending) => of(orderId).resolve(ending),
    async ending(orderId: string): Promise<Ending> {
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(new Error(`order ${orderId} has not ended after ${PATIENCE_MS / 1000} s`)), PATIENCE_MS);
      try {
        return await Promise.race([of(orderId).promise, late.promise]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Connects to the shop with this prefix. */
export async function listenToShop(url: string, prefix: string): Promise<Messages> {
  const connection = await connect({ servers: url });
  const manager = await jetstreamManager(connection);
  const endings = createEndings();
  connection.subscribe(`${prefix}.orders.v1.*`, {
    callback: (error, message) => {
      const kind = message.subject.split(".").at(-1) ?? "";
      if (error === null && ENDINGS.includes(kind))
        endings.came(orderEvent.parse(message.json()).orderId, { kind, atMs: performance.now() });
    },
  });
  await connection.flush();
  return {
    ending: endings.ending,
    async stored() {
      const found: Record<string, number> = {};
      for await (const { config } of manager.streams.list()) {
        if (!config.subjects.some((subject) => subject.startsWith(`${prefix}.`))) continue;
        const { state } = await manager.streams.info(config.name, { subjects_filter: ">" });
        Object.assign(found, state.subjects ?? {});
      }
      return by(found, (subject) => subject.slice(prefix.length + 1));
    },
    [Symbol.asyncDispose]: () => connection.close(),
  };
}
