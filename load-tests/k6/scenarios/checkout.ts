import { thresholds } from "../budgets.ts";
import { pick } from "../dice.ts";
import { common, loadModel } from "../load-model.ts";
import { buy } from "../orders.ts";
import { type Customer, fillPool, tokenOf } from "../people.ts";
import { settings } from "../settings.ts";
import { type Product, readShelf } from "../shelf.ts";

export { handleSummary } from "../summary.ts";

/** Customers who buy, one order after the other, each followed to CONFIRMED. */
export const options = {
  ...common,
  scenarios: loadModel({ vus: 5, duration: "30s" }),
  thresholds: {
    ...thresholds(["CreateCart", "AddCartLine", "PlaceOrder", "OrderStatus"], { failedShare: 0.001 }),
    orders_wrong: ["rate==0"],
    saga_duration: [`p(95)<${3000 * settings.budgetFactor}`],
  },
};

interface Setup {
  pool: Customer[];
  shelf: Product[];
}

export function setup(): Setup {
  return { pool: fillPool(), shelf: readShelf() };
}

export default function purchase({ pool, shelf }: Setup): void {
  const lines = [1, 2].map((quantity) => ({ sku: pick(pick(shelf).skus), quantity }));
  buy(tokenOf(pool), lines);
}
