import { thresholds } from "../budgets.ts";
import { common } from "../load-model.ts";
import { fillPool } from "../people.ts";
import { settings } from "../settings.ts";
import { readShelf } from "../shelf.ts";
import { type Visitors, visitShop } from "../visits.ts";

export { handleSummary } from "../summary.ts";

const target = settings.rate ?? 200;

/** Visits of the mix begin at a rate that only grows, however slow the answers get, until a budget breaks: that rate is what was sought. */
export const options = {
  ...common,
  scenarios: {
    ramp: {
      executor: "ramping-arrival-rate",
      startRate: 1,
      timeUnit: "1s",
      preAllocatedVUs: 50,
      maxVUs: settings.vus ?? 500,
      stages: [{ target, duration: settings.duration ?? "2m" }],
      gracefulStop: "10s",
    },
  },
  thresholds: thresholds(["ProductSearch", "ProductPage", "CreateCart", "AddCartLine", "PlaceOrder"], {
    failedShare: 0.01,
    abortAfter: "20s",
  }),
};

export function setup(): Visitors {
  return { pool: fillPool(), shelf: readShelf() };
}

export default function visit(visitors: Visitors): void {
  visitShop(visitors);
}
