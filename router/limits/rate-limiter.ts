/** What a client may still do. */
export interface RateVerdict {
  readonly allowed: boolean;
  /** Points in a window. */
  readonly limit: number;
  /** Points left in this window. */
  readonly remaining: number;
  /** Until the window ends. */
  readonly resetMs: number;
}

/** Counts what clients do. A port: in memory for one router, in Redis when several share the count. */
export interface RateLimiter {
  readonly windowSeconds: number;
  /** Never rejects: a limiter that cannot count lets pass. */
  consume(client: string, points: number): Promise<RateVerdict>;
}
