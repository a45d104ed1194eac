export { type BackoffOptions, backoffMs } from "./backoff.ts";
export { createLanes, type Lanes } from "./lanes.ts";
export { createRests, type Rests } from "./rests.ts";
