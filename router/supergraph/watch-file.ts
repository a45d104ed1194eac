import { stat } from "node:fs/promises";
import { type Clock, startSweep } from "@mercato/chassis/clock";
import type { Stoppable } from "@mercato/chassis/lifecycle";
import type { Log } from "@mercato/chassis/log";

export interface FileWatchOptions {
  readonly file: string;
  readonly intervalMs: number;
  /** Called when the file may be another one: at first, and then after each change, once it has stayed the same for an interval. */
  readonly onChange: () => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Whatever of a file changes with its content: that it is another file, too, as where links are turned (mounted ConfigMaps). */
async function fingerprint(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch {
    return "missing";
  }
}

/** Watches a file by looking at it: that works on every file system, for links and for files that are replaced. */
export function watchFile({ file, intervalMs, onChange, clock, log }: FileWatchOptions): Stoppable {
  let told: string | null = null;
  let last: string | null = null;
  return startSweep({
    name: "supergraph-file",
    intervalMs,
    clock,
    log,
    async run() {
      const found = await fingerprint(file);
      // What is still being written must not be read: half a file would be told to be wrong.
      const isSettled = found === last;
      last = found;
      if (isSettled && found !== told) {
        told = found;
        await onChange();
      }
      return false;
    },
  });
}
