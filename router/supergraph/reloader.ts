import { errorCode } from "@mercato/chassis/errors";
import type { Log } from "@mercato/chassis/log";

export interface ReloaderOptions {
  /** The composed schema that is served now. */
  readonly served: string;
  /** Reads the one that is to be served. */
  readonly read: () => Promise<string>;
  /** Gets everything ready for a composed schema, and then has it served. Rejects when it cannot be; then nothing has changed. */
  readonly bringUp: (sdl: string) => Promise<void>;
  /** Told of each that was refused. */
  readonly onRefused: () => void;
  readonly log: Log;
}

export interface Reloader {
  /** Has what can be read now served, if it is not yet. Never rejects: what cannot be served is logged, and the one before goes on. */
  reload(): Promise<void>;
  /** Waits for what is under way; afterwards nothing is reloaded any more. */
  stop(): Promise<void>;
}

export function createReloader({ served, read, bringUp, onRefused, log }: ReloaderOptions): Reloader {
  let current = served;
  let isStopped = false;
  let last: Promise<void> = Promise.resolve();

  async function reloadNow(): Promise<void> {
    if (isStopped) return;
    try {
      const sdl = await read();
      if (sdl === current) return;
      await bringUp(sdl);
      current = sdl;
      log.info("a new supergraph is served");
    } catch (err) {
      onRefused();
      log.error({ err, errorCode: errorCode(err) }, "supergraph refused, the one before goes on being served");
    }
  }

  return {
    reload() {
      // One after the other: each reads again, so that the last word is what is served in the end.
      last = last.then(reloadNow);
      return last;
    },
    stop() {
      isStopped = true;
      return last;
    },
  };
}
