import { recipeOf, runSeed } from "./run.ts";
import type { Tally } from "./tally.ts";

declare const self: Worker;

/** Runs the seeds that it is given, some at a time, and says what came of them. */
self.onmessage = ({ data }: MessageEvent<{ readonly from: number; readonly count: number }>) => {
  const tally = { seeds: 0, events: 0, crashes: 0, orders: 0, faults: 0, broken: [] as number[] };
  for (let seed = data.from; seed < data.from + data.count; seed += 1) {
    const outcome = runSeed(recipeOf(seed));
    tally.seeds += 1;
    tally.events += outcome.events;
    tally.crashes += outcome.crashes;
    tally.orders += outcome.orders;
    tally.faults += outcome.faults.length;
    if (outcome.violation !== null) tally.broken.push(seed);
  }
  self.postMessage(tally satisfies Tally);
};
