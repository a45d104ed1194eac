import type { Log } from "../log/index.ts";

/** Something that was started and can be stopped. Stopping twice is stopping once. */
export interface Stoppable {
  stop(): Promise<void>;
}

export interface Lifecycle extends Stoppable {
  /** Registers what was started; the last one started is the first one stopped. Returns it. */
  add<T extends Stoppable>(name: string, part: T): T;
}

/** Stops what was started, in reverse order. A part that fails to stop is logged and does not keep the others from stopping. */
export function createLifecycle(log: Log): Lifecycle {
  const parts: { readonly name: string; readonly part: Stoppable }[] = [];
  let stopping: Promise<void> | undefined;

  async function stopAll(): Promise<void> {
    for (const { name, part } of parts.toReversed()) {
      try {
        await part.stop();
      } catch (err) {
        log.error({ err, part: name }, "could not be stopped cleanly");
      }
    }
  }

  return {
    add(name, part) {
      parts.push({ name, part });
      return part;
    },
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
  };
}

/**
 * Resolves with the exit code once the process was told to end (SIGTERM, SIGINT) and `part` has stopped: 0 when it stopped in time, 1 when
 * it did not. A second signal ends the wait at once.
 */
export async function stopOnSignal(part: Stoppable, options: { readonly log: Log; readonly timeoutMs: number }): Promise<number> {
  const signals = Promise.withResolvers<NodeJS.Signals>();
  const again = Promise.withResolvers<1>();
  let told = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (told) return again.resolve(1);
    told = true;
    signals.resolve(signal);
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  const signal = await signals.promise;
  options.log.info({ signal }, "stopping");
  const fuse = new Promise<1>((resolve) => setTimeout(() => resolve(1), options.timeoutMs));
  const code = await Promise.race([part.stop().then(() => 0 as const), fuse, again.promise]);
  if (code === 0) options.log.info("stopped");
  else options.log.error({ timeoutMs: options.timeoutMs }, "did not stop in time");
  return code;
}
