import { StaleVersionError } from "@mercato/chassis/errors";
import { check, type InvalidInput, invalid } from "@mercato/chassis/input";
import { addUnits, type Cart, type CartLine, MAX_CART_LINES, orderIdOf, priceLines, type Shortage, setUnits } from "../domain/cart.ts";
import type { Buyer, Dependencies } from "./dependencies.ts";
import { addCartLineSchema, setQuantitySchema } from "./input.ts";

type CartRefusal =
  | { readonly kind: "cart-not-found" }
  | { readonly kind: "already-ordered"; readonly orderId: string }
  | { readonly kind: "unknown-sku"; readonly sku: string }
  | { readonly kind: "currency-mismatch"; readonly sku: string }
  | { readonly kind: "short"; readonly shortage: Shortage }
  | InvalidInput;

export type ChangeCartOutcome = { readonly kind: "changed"; readonly cart: Cart } | CartRefusal;

const ATTEMPTS = 10;

/** A cart that the buyer may change. */
export async function loadOpenCart(
  { carts }: Pick<Dependencies, "carts">,
  cartId: string,
  buyer: Buyer,
): Promise<{ readonly kind: "open"; readonly cart: Cart } | Extract<CartRefusal, { kind: "cart-not-found" | "already-ordered" }>> {
  const cart = await carts.load(cartId);
  if (cart === null || cart.ownerId !== buyer.id) return { kind: "cart-not-found" };
  return cart.ordered ? { kind: "already-ordered", orderId: orderIdOf(cart.id) } : { kind: "open", cart };
}

/** Load → change the lines → check them against the offers → write, until nobody was in between. */
async function changeLines(
  dependencies: Dependencies,
  target: { readonly cartId: string; readonly buyer: Buyer },
  change: (cart: Cart) => readonly CartLine[] | InvalidInput,
): Promise<ChangeCartOutcome> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const opened = await loadOpenCart(dependencies, target.cartId, target.buyer);
    if (opened.kind !== "open") return opened;
    const { cart } = opened;
    // Its prices and discounts were agreed on for these very lines.
    if (cart.preparedFingerprint !== null) return invalid(["cartId"], "was prepared and can only be placed as it is");
    const lines = change(cart);
    if ("kind" in lines) return lines;
    const priced = priceLines(lines, cart.currency, await dependencies.offers.loadMany(lines.map(({ sku }) => sku)));
    if (priced.kind !== "priced") return priced;
    const now = dependencies.clock.now();
    const changed = { ...cart, lines: priced.lines };
    if (await dependencies.carts.replace(changed, now))
      return { kind: "changed", cart: { ...changed, version: cart.version + 1, updatedAt: now } };
  }
  throw new StaleVersionError("cart", target.cartId);
}

/** Puts units of a SKU into a cart, on top of those that are there. */
export async function addCartLine(dependencies: Dependencies, input: unknown, buyer: Buyer): Promise<ChangeCartOutcome> {
  const checked = check(addCartLineSchema, input);
  if (checked.kind !== "valid") return checked;
  const { cartId, sku, quantity } = checked.value;
  const line: CartLine = { id: `line_${dependencies.ids.next()}`, sku, title: "", quantity, unitPriceMicros: 0, agreed: false };
  return changeLines(dependencies, { cartId, buyer }, (cart) => {
    const lines = addUnits(cart, line);
    return lines.length > MAX_CART_LINES ? invalid(["cartId"], `a cart holds ${MAX_CART_LINES} lines at most`) : lines;
  });
}

/** Sets how many units of a line are wanted; zero removes the line. */
export async function setCartLineQuantity(dependencies: Dependencies, input: unknown, buyer: Buyer): Promise<ChangeCartOutcome> {
  const checked = check(setQuantitySchema, input);
  if (checked.kind !== "valid") return checked;
  const { cartId, lineId, quantity } = checked.value;
  return changeLines(
    dependencies,
    { cartId, buyer },
    (cart) => setUnits(cart, lineId, quantity) ?? invalid(["lineId"], "is not a line of this cart"),
  );
}
