import { thresholds } from "../budgets.ts";
import { pick } from "../dice.ts";
import { common } from "../load-model.ts";
import { buy } from "../orders.ts";
import { type Customer, fillPool, tokenOf } from "../people.ts";
import { settings } from "../settings.ts";
import { readShelf } from "../shelf.ts";

export { handleSummary } from "../summary.ts";

/** Everybody wants one SKU, of which there is less than they want. Nobody may get what is not there: the runner looks afterwards. */
export const options = {
  ...common,
  scenarios: {
    sale: {
      executor: "shared-iterations",
      vus: settings.vus ?? 20,
      iterations: Math.max(settings.buyers, settings.vus ?? 20),
      maxDuration: settings.duration ?? "2m",
    },
  },
  thresholds: {
    // Everybody comes at once, and would rather wait than be sent away.
    ...thresholds(["CreateCart", "AddCartLine", "PlaceOrder", "OrderStatus"], { failedShare: 0.001, patience: 3 }),
    orders_wrong: ["rate==0"],
  },
};

interface Setup {
  pool: Customer[];
  sku: string;
}

export function setup(): Setup {
  return { pool: fillPool(), sku: settings.sku ?? pick(pick(readShelf()).skus) };
}

export default function purchase({ pool, sku }: Setup): void {
  buy(tokenOf(pool), [{ sku, quantity: 1 }], true);
}
