import type { Scenario } from "k6/options";
import { settings } from "./settings.ts";

export interface Defaults {
  vus: number;
  duration: string;
}

/** Closed (so many users, one thing after the other) unless a rate is asked for: then so many iterations begin a second, come what may. */
export function loadModel({ vus, duration }: Defaults): Record<string, Scenario> {
  const length = settings.duration ?? duration;
  const users = settings.vus ?? vus;
  if (settings.rate === undefined) return { load: { executor: "constant-vus", vus: users, duration: length, gracefulStop: "40s" } };
  const rate = settings.rate;
  return {
    load: {
      executor: "constant-arrival-rate",
      rate: Math.max(1, Math.round(rate * 10)),
      timeUnit: "10s",
      duration: length,
      preAllocatedVUs: users,
      maxVUs: Math.max(users, Math.ceil(rate * 20)),
      gracefulStop: "40s",
    },
  };
}

/** What every scenario's options have in common. */
export const common = {
  summaryTrendStats: ["avg", "min", "med", "p(90)", "p(95)", "p(99)", "max"],
  setupTimeout: "5m",
  userAgent: "mercato-load",
  // The time series of a request are kept small: its operation and its status.
  systemTags: ["name", "status", "group", "check", "error_code", "scenario"] as (
    | "name"
    | "status"
    | "group"
    | "check"
    | "error_code"
    | "scenario"
  )[],
};
