import { thresholds } from "../budgets.ts";
import { send } from "../client.ts";
import { pick } from "../dice.ts";
import { common, loadModel } from "../load-model.ts";
import { buy } from "../orders.ts";
import { type Customer, fillPool, signIn } from "../people.ts";
import { type Product, readShelf, search } from "../shelf.ts";

export { handleSummary } from "../summary.ts";

/** Every operation once, over and over: whether the shop works at all. */
export const options = {
  ...common,
  scenarios: loadModel({ vus: 2, duration: "10s" }),
  thresholds: {
    ...thresholds([
      "ProductSearch",
      "ProductPage",
      "VariantStock",
      "Register",
      "Login",
      "CreateCart",
      "AddCartLine",
      "PlaceOrder",
      "OrderStatus",
      "MyOrders",
    ]),
    checks: ["rate==1"],
    orders_wrong: ["rate==0"],
  },
};

interface Setup {
  pool: Customer[];
  shelf: Product[];
}

export function setup(): Setup {
  return { pool: fillPool(), shelf: readShelf() };
}

export default function visit({ pool, shelf }: Setup): void {
  const product = pick(shelf);
  const sku = pick(product.skus);
  const token = signIn(pool);
  search(product.title);
  send({ operation: "ProductPage", variables: { slug: product.slug }, token });
  send({ operation: "VariantStock", variables: { sku }, token });
  buy(token, [{ sku, quantity: 1 }]);
  send({ operation: "MyOrders", variables: { first: 5 }, token });
}
