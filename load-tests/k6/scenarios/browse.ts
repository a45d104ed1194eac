import { sleep } from "k6";
import { thresholds } from "../budgets.ts";
import { send } from "../client.ts";
import { pick } from "../dice.ts";
import { common, loadModel } from "../load-model.ts";
import { type Product, readShelf, search } from "../shelf.ts";

export { handleSummary } from "../summary.ts";

/** Visitors who only look: a search, three product pages, the stock of one. */
export const options = {
  ...common,
  scenarios: loadModel({ vus: 10, duration: "30s" }),
  thresholds: thresholds(["ProductSearch", "ProductPage", "VariantStock"], { failedShare: 0.001 }),
};

interface Setup {
  shelf: Product[];
}

export function setup(): Setup {
  return { shelf: readShelf() };
}

/** Between two pages, in seconds: short, so that few users make much load. */
const LOOK_S = 0.05;

export default function visit({ shelf }: Setup): void {
  const found = search(pick(shelf).title.split(" ").at(-1)) ?? [];
  for (let page = 0; page < 3; page += 1) {
    send({ operation: "ProductPage", variables: { slug: pick(found.length > 0 ? found : shelf).slug } });
    sleep(LOOK_S);
  }
  send({ operation: "VariantStock", variables: { sku: pick(pick(shelf).skus) } });
}
