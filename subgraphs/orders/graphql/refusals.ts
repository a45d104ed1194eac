import type { InvalidInput } from "@mercato/chassis/input";
import type { Shortage } from "../domain/cart.ts";
import type { OrderAggregate } from "../store/orders.ts";
import { statusOf } from "./views.ts";

/** Refusals as the schema has them: a stable code for programs, a message for people. */

export function invalidInput({ issues }: InvalidInput) {
  const message = issues.map(({ path, message: what }) => `${path.join(".")} ${what}`).join("; ");
  return { __typename: "InvalidInputError", code: "INVALID_INPUT", message, issues } as const;
}

export function unknownSku(sku: string) {
  return { __typename: "UnknownSkuError", code: "UNKNOWN_SKU", message: `${sku} is not on sale.`, sku } as const;
}

export function insufficientStock({ sku, available }: Shortage) {
  const message = available === 0 ? `${sku} is sold out.` : `Only ${available} of ${sku} are left.`;
  return { __typename: "InsufficientStockError", code: "INSUFFICIENT_STOCK", message, sku, available } as const;
}

export function currencyMismatch(sku: string) {
  return { __typename: "CurrencyMismatchError", code: "CURRENCY_MISMATCH", message: `${sku} is not sold in the cart's currency.` } as const;
}

export function cartNotFound() {
  return { __typename: "CartNotFoundError", code: "CART_NOT_FOUND", message: "There is no such cart." } as const;
}

export function cartEmpty() {
  return { __typename: "CartEmptyError", code: "CART_EMPTY", message: "There is nothing in the cart." } as const;
}

export function cartAlreadyOrdered(orderId: string) {
  return {
    __typename: "CartAlreadyOrderedError",
    code: "CART_ALREADY_ORDERED",
    message: "This cart was ordered already.",
    orderId,
  } as const;
}

export function keyReused() {
  return {
    __typename: "IdempotencyKeyReusedError",
    code: "IDEMPOTENCY_KEY_REUSED",
    message: "This key was used with another request before.",
  } as const;
}

export function orderNotFound() {
  return { __typename: "OrderNotFoundError", code: "ORDER_NOT_FOUND", message: "There is no such order." } as const;
}

export function orderState(order: OrderAggregate) {
  const status = statusOf(order);
  return {
    __typename: "OrderStateError",
    code: "ORDER_STATE",
    message: `An order that is ${status} does not allow this now.`,
    status,
  } as const;
}

export function returnExceedsOrder(what: string) {
  return {
    __typename: "ReturnExceedsOrderError",
    code: "RETURN_EXCEEDS_ORDER",
    message: `More of ${what} than was bought and not yet returned.`,
  } as const;
}

export function sagaState(step: string) {
  return {
    __typename: "SagaStateError",
    code: "SAGA_STATE",
    message: `The saga has no step ${step} that needs attention, or cannot take this for it.`,
  } as const;
}

export function staleOrder(version: number) {
  return { __typename: "StaleOrderError", code: "STALE_ORDER", message: "The order changed since you looked.", version } as const;
}

export function deadLetterNotFound() {
  return { __typename: "DeadLetterNotFoundError", code: "DEAD_LETTER_NOT_FOUND", message: "There is no such message any more." } as const;
}
