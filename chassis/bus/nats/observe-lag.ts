import type { JetStreamManager } from "@nats-io/jetstream";
import { observed } from "../../telemetry/index.ts";

export interface LagSource {
  /** The consuming service. */
  readonly service: string;
  readonly manager: JetStreamManager;
  /** Durable consumers of this process, with their streams. */
  readonly durables: ReadonlyMap<string, string>;
  /** Whether there is anybody to be asked. */
  readonly ready: () => boolean;
}

const shapes = {
  lag: {
    name: "mercato_consumer_lag",
    kind: "gauge",
    unit: "{message}",
    description: "Messages that a durable consumer has not acknowledged yet",
  },
} as const;

/** Asks the server how far behind the consumers are whenever somebody collects metrics. Returns what ends it. */
export function observeLag({ service, manager, durables, ready }: LagSource): () => void {
  return observed(shapes, async (say) => {
    if (!ready()) return;
    const ask = async ([durable, stream]: readonly [string, string]) => {
      const { num_pending: unseen, num_ack_pending: inHand } = await manager.consumers.info(stream, durable);
      say("lag", unseen + inHand, { service, durable });
    };
    // One that is gone is made again by its consumer; the others are told of meanwhile.
    await Promise.allSettled([...durables].map(ask));
  });
}
