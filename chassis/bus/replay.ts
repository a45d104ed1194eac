import type { Clock } from "../clock/index.ts";
import type { Stoppable } from "../lifecycle/index.ts";
import type { NatsBus } from "./nats/nats-bus.ts";
import { durableName, type SubscribeOptions, subscribe } from "./subscribe.ts";

export interface ReplayOptions extends Omit<SubscribeOptions, "bus"> {
  readonly bus: NatsBus;
  /** A name that no consumer had before, e.g. `sales-2`: a durable of a new name begins with the first message. */
  readonly consumer: string;
  readonly clock: Clock;
}

/** A read model that is being made from what its streams hold. It goes on with what comes. */
export interface Replay extends Stoppable {
  /**
   * Resolves once every message that lay in the streams when the replay began was handled: from then on the new read model can be asked instead
   * of the old. Also resolves when the signal aborts.
   */
  caughtUp(signal?: AbortSignal): Promise<void>;
}

const LOOK_MS = 100;

/**
 * Feeds a new read model from the first message of its streams on, beside the one that serves. What it is told may come twice and in any order, as
 * always. Started again under the same name it goes on where it was.
 */
export async function startReplay(options: ReplayOptions): Promise<Replay> {
  const { bus, consumer, subscriptions, clock } = options;
  const contexts = [...new Set(subscriptions.map(({ contract }) => contract.context))];
  await bus.ensureStreams(contexts);
  const goals = new Map(await Promise.all(contexts.map(async (context) => [context, await bus.lastSequence(context)] as const)));
  const consuming = await subscribe(options);

  async function isBehind({ contract }: (typeof subscriptions)[number]): Promise<boolean> {
    const durable = durableName(consumer, contract);
    if ((await bus.lag(durable, contract.context)) === 0) return false;
    return (await bus.acknowledgedUpTo(durable, contract.context)) < (goals.get(contract.context) ?? 0);
  }

  return {
    stop: consuming.stop,
    async caughtUp(signal) {
      for (const subscription of subscriptions) {
        while (!signal?.aborted && (await isBehind(subscription))) await clock.sleep(LOOK_MS, signal);
      }
    },
  };
}
