import { NOTHING, plus, type Tally } from "./tally.ts";

export interface FleetOptions {
  readonly from: number;
  readonly seeds: number;
  readonly workers: number;
  /** Ends it early; what was run until then counts. */
  readonly signal: AbortSignal;
  readonly onProgress: (tally: Tally) => void;
}

/** Seeds that a worker is given at a time: enough to keep it busy, few enough to end soon when it is told to. */
const PORTION = 25;

/** Runs many seeds on several threads. Each run is alone in its own world, so it does not matter where. */
export async function runFleet({ from, seeds, workers, signal, onProgress }: FleetOptions): Promise<Tally> {
  let next = from;
  let total = NOTHING;

  async function work(): Promise<void> {
    const worker = new Worker(new URL("./worker.ts", import.meta.url).href);
    const failure = Promise.withResolvers<never>();
    worker.onerror = (event) => failure.reject(new Error(`a worker failed: ${event.message}`));
    try {
      while (next < from + seeds && !signal.aborted) {
        const portion = { from: next, count: Math.min(PORTION, from + seeds - next) };
        next += portion.count;
        const answer = new Promise<Tally>((resolve) => {
          worker.onmessage = ({ data }: MessageEvent<Tally>) => resolve(data);
        });
        worker.postMessage(portion);
        const aborted = new Promise<null>((resolve) => signal.addEventListener("abort", () => resolve(null), { once: true }));
        const tally = await Promise.race([answer, failure.promise, aborted]);
        if (tally === null) return;
        total = plus(total, tally);
        onProgress(total);
      }
    } finally {
      worker.terminate();
    }
  }

  await Promise.all(Array.from({ length: Math.max(1, Math.min(workers, Math.ceil(seeds / PORTION))) }, work));
  return total;
}
