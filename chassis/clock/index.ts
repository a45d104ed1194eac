export { type SweepOptions, startSweep } from "./sweep.ts";
export { type Clock, type Ids, type Randomness, systemClock, systemIds, systemRandomness } from "./system.ts";
