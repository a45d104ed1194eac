import { check, type InvalidInput } from "@mercato/chassis/input";
import type { Cart } from "../domain/cart.ts";
import type { Buyer, Dependencies } from "./dependencies.ts";
import { createCartSchema } from "./input.ts";

export type CreateCartOutcome = { readonly kind: "created"; readonly cart: Cart } | InvalidInput;

/** What every new cart has. */
export function emptyCart(cart: Pick<Cart, "id" | "ownerId" | "ownerKind" | "currency">, now: Date): Cart {
  return {
    ...cart,
    version: 1,
    lines: [],
    adjustments: [],
    orderedAt: null,
    reference: null,
    preparedFingerprint: null,
    ordered: false,
    createdAt: now,
    updatedAt: now,
  };
}

/** Starts an empty cart. */
export async function createCart(dependencies: Dependencies, input: unknown, buyer: Buyer): Promise<CreateCartOutcome> {
  const checked = check(createCartSchema, input);
  if (checked.kind !== "valid") return checked;
  const id = `cart_${dependencies.ids.next()}`;
  const cart = emptyCart({ id, ownerId: buyer.id, ownerKind: buyer.kind, currency: checked.value.currency }, dependencies.clock.now());
  await dependencies.carts.insert(cart);
  return { kind: "created", cart };
}
