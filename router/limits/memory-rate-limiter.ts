import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { RateLimiter, RateVerdict } from "./rate-limiter.ts";

/** Counts in this process: a client that reaches several routers has the limit at each. */
export function createMemoryRateLimiter(options: { readonly points: number; readonly windowSeconds: number }): RateLimiter {
  const limiter = new RateLimiterMemory({ points: options.points, duration: options.windowSeconds });
  function verdict(allowed: boolean, result: RateLimiterRes): RateVerdict {
    return { allowed, limit: options.points, remaining: Math.max(0, result.remainingPoints), resetMs: result.msBeforeNext };
  }
  return {
    windowSeconds: options.windowSeconds,
    async consume(client, points) {
      try {
        return verdict(true, await limiter.consume(client, points));
      } catch (rejection) {
        if (rejection instanceof RateLimiterRes) return verdict(false, rejection);
        return { allowed: true, limit: options.points, remaining: options.points, resetMs: options.windowSeconds * 1000 };
      }
    },
  };
}
