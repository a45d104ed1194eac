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

/** The wish of whoever runs the process that it should end. */
export interface StopSignals {
  /** SIGTERM or SIGINT. */
  readonly first: Promise<NodeJS.Signals>;
  /** Either of them again: whoever runs the process has lost patience. */
  readonly second: Promise<NodeJS.Signals>;
}

/** From now on SIGTERM and SIGINT do not end the process by themselves. */
export function listenForStop(): StopSignals {
  const first = Promise.withResolvers<NodeJS.Signals>();
  const second = Promise.withResolvers<NodeJS.Signals>();
  let told = false;
  const onSignal = (signal: NodeJS.Signals) => {
    (told ? second : first).resolve(signal);
    told = true;
  };
  process.on("SIGTERM", onSignal).on("SIGINT", onSignal);
  return { first: first.promise, second: second.promise };
}

async function stopCleanly(part: Stoppable, log: Log): Promise<0 | 1> {
  try {
    await part.stop();
    return 0;
  } catch (err) {
    log.error({ err }, "could not be stopped cleanly");
    return 1;
  }
}

/**
 * Resolves with the exit code once the process was told to end and `part` has stopped: 0 when it stopped in time, 1 when it did not, or not
 * cleanly. A second signal ends the wait at once.
 */
export async function stopOnSignal(
  part: Stoppable,
  options: {
    readonly log: Log;
    readonly timeoutMs: number;
    /** @default listened for from now on */
    readonly signals?: StopSignals;
  },
): Promise<number> {
  const { log, timeoutMs } = options;
  const signals = options.signals ?? listenForStop();
  log.info({ signal: await signals.first }, "stopping");
  const late = Promise.withResolvers<"late">();
  const fuse = setTimeout(() => late.resolve("late"), timeoutMs);
  const outcome = await Promise.race([stopCleanly(part, log), late.promise, signals.second.then(() => "impatient" as const)]);
  clearTimeout(fuse);
  if (outcome === 0) log.info("stopped");
  if (outcome === "late") log.error({ timeoutMs }, "did not stop in time");
  if (outcome === "impatient") log.warn("told to stop again, does not wait any longer");
  return outcome === 0 ? 0 : 1;
}
