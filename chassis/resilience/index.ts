export { type BackoffOptions, backoffMs } from "./backoff.ts";
export { createLanes, type Lanes } from "./lanes.ts";
export { type PatienceOptions, untilAvailable } from "./patience.ts";
export { createRests, type Rests } from "./rests.ts";
