import type { Cart } from "../domain/cart.ts";
import type { OrderAggregate } from "../store/orders.ts";

/** What resolvers of a type get as their parent. */
export type CartModel = Cart;
export type OrderModel = OrderAggregate;

/** A user, by the id that accounts knows it by. */
export interface UserReference {
  readonly id: string;
}

/** A variant, by the SKU that the catalog knows it by. */
export interface VariantReference {
  readonly sku: string;
}
