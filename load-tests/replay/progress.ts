import { Presets, SingleBar } from "cli-progress";

/** Shows how far a stage of long work is. */
export interface Progress {
  /** Runs a stage of `size` units; the stage says how many it has done. */
  during<T>(stage: string, size: number, work: (tick: (done: number) => void) => Promise<T>): Promise<T>;
}

/** A bar on a terminal; where there is none, a line every two seconds. */
export function createProgressBar(stream: NodeJS.WriteStream): Progress {
  return {
    async during(stage, size, work) {
      const format = `${stage.padEnd(14)} {bar} {value}/{total}  {duration_formatted}`;
      const bar = new SingleBar({ format, stream, noTTYOutput: true, notTTYSchedule: 2_000, hideCursor: true }, Presets.shades_classic);
      bar.start(size, 0);
      try {
        return await work((done) => bar.increment(done));
      } finally {
        bar.stop();
      }
    },
  };
}
