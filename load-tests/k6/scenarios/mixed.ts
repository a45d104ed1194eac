import { thresholds } from "../budgets.ts";
import { common, loadModel } from "../load-model.ts";
import { fillPool } from "../people.ts";
import { readShelf } from "../shelf.ts";
import { type Visitors, visitShop } from "../visits.ts";

export { handleSummary } from "../summary.ts";

/** Visits in the proportions of real sales: see load-tests/mix. */
export const options = {
  ...common,
  scenarios: loadModel({ vus: 10, duration: "60s" }),
  thresholds: {
    ...thresholds(["ProductSearch", "ProductPage", "CreateCart", "AddCartLine", "PlaceOrder", "OrderStatus", "MyOrders", "CancelOrder"], {
      failedShare: 0.001,
    }),
    orders_wrong: ["rate==0"],
  },
};

export function setup(): Visitors {
  return { pool: fillPool(), shelf: readShelf() };
}

export default function visit(visitors: Visitors): void {
  visitShop(visitors);
}
