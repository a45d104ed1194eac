import { requireScope, requireSession } from "@mercato/chassis/graphql";
import { cancelOrder } from "../commands/cancel-order.ts";
import { addCartLine, type ChangeCartOutcome, setCartLineQuantity } from "../commands/change-cart.ts";
import { createCart } from "../commands/create-cart.ts";
import { placeOrder } from "../commands/place-order.ts";
import { prepareCart } from "../commands/prepare-cart.ts";
import { returnLines } from "../commands/return-lines.ts";
import { requireBuyer } from "./access.ts";
import {
  cartAlreadyOrdered,
  cartEmpty,
  cartNotFound,
  currencyMismatch,
  insufficientStock,
  invalidInput,
  keyReused,
  orderNotFound,
  orderState,
  returnExceedsOrder,
  unknownSku,
} from "./refusals.ts";
import type { MutationResolvers } from "./resolvers.gen.ts";
import { staffMutations } from "./staff-mutations.ts";
import { orderReturn } from "./views.ts";

type CartChangeRefusal = Exclude<ChangeCartOutcome, { kind: "changed" | "unknown-sku" | "currency-mismatch" }>;

function cartRefusal(outcome: CartChangeRefusal) {
  switch (outcome.kind) {
    case "cart-not-found":
      return cartNotFound();
    case "already-ordered":
      return cartAlreadyOrdered(outcome.orderId);
    case "short":
      return insufficientStock(outcome.shortage);
    case "invalid-input":
      return invalidInput(outcome);
  }
}

export const Mutation: MutationResolvers = {
  ...staffMutations,

  createCart: async (_parent, { input }, { dependencies, principal }) => {
    const outcome = await createCart(dependencies, { currency: input?.currency ?? "GBP" }, requireBuyer(principal));
    return outcome.kind === "created" ? { __typename: "Cart", ...outcome.cart } : invalidInput(outcome);
  },

  addCartLine: async (_parent, { input }, { dependencies, principal }) => {
    const outcome = await addCartLine(dependencies, input, requireBuyer(principal));
    if (outcome.kind === "changed") return { __typename: "Cart", ...outcome.cart };
    if (outcome.kind === "unknown-sku") return unknownSku(outcome.sku);
    if (outcome.kind === "currency-mismatch") return currencyMismatch(outcome.sku);
    return cartRefusal(outcome);
  },

  setCartLineQuantity: async (_parent, { input }, { dependencies, principal }) => {
    const outcome = await setCartLineQuantity(dependencies, input, requireBuyer(principal));
    if (outcome.kind === "changed") return { __typename: "Cart", ...outcome.cart };
    // Another line of the cart went off sale meanwhile: it has to leave the cart first.
    if (outcome.kind === "unknown-sku" || outcome.kind === "currency-mismatch") {
      return invalidInput({ kind: "invalid-input", issues: [{ path: ["cartId"], message: `holds ${outcome.sku}, which is not on sale` }] });
    }
    return cartRefusal(outcome);
  },

  prepareCart: async (_parent, { input }, { dependencies, principal }) => {
    requireScope(principal, "orders:assist");
    const outcome = await prepareCart(dependencies, { ...input, currency: input.currency ?? "GBP" });
    switch (outcome.kind) {
      case "prepared":
        return { __typename: "Cart", ...outcome.cart };
      case "unknown-sku":
        return unknownSku(outcome.sku);
      case "currency-mismatch":
        return currencyMismatch(outcome.sku);
      case "key-reused":
        return keyReused();
      case "invalid-input":
        return invalidInput(outcome);
    }
  },

  placeOrder: async (_parent, { input }, { dependencies, principal }) => {
    const outcome = await placeOrder(dependencies, input, requireBuyer(principal));
    switch (outcome.kind) {
      case "placed":
        return { __typename: "PlaceOrderSuccess", order: outcome.order, replayed: outcome.replayed };
      case "cart-not-found":
        return cartNotFound();
      case "cart-empty":
        return cartEmpty();
      case "already-ordered":
        return cartAlreadyOrdered(outcome.orderId);
      case "unknown-sku":
        return unknownSku(outcome.sku);
      case "short":
        return insufficientStock(outcome.shortage);
      case "key-reused":
        return keyReused();
      case "invalid-input":
        return invalidInput(outcome);
    }
  },

  cancelOrder: async (_parent, { input }, { dependencies, principal }) => {
    requireSession(principal);
    const outcome = await cancelOrder(dependencies, input, principal);
    switch (outcome.kind) {
      case "cancelling":
        return { __typename: "Order", ...outcome.order };
      case "order-not-found":
        return orderNotFound();
      case "wrong-state":
        return orderState(outcome.order);
      case "invalid-input":
        return invalidInput(outcome);
    }
  },

  returnLines: async (_parent, { input }, { dependencies, principal }) => {
    requireScope(principal, "orders:write");
    const outcome = await returnLines(dependencies, input);
    switch (outcome.kind) {
      case "accepted":
        return {
          __typename: "ReturnLinesSuccess",
          order: outcome.order,
          orderReturn: orderReturn(outcome.orderReturn, outcome.order.state),
        };
      case "order-not-found":
        return orderNotFound();
      case "wrong-state":
        return orderState(outcome.order);
      case "exceeds-order":
        return returnExceedsOrder(outcome.what);
      case "key-reused":
        return keyReused();
      case "invalid-input":
        return invalidInput(outcome);
    }
  },
};
