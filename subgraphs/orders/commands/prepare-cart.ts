import { check, type InputIssue, type InvalidInput, invalid } from "@mercato/chassis/input";
import { parsePrice } from "@mercato/contracts/values/money";
import type { z } from "zod";
import { type Cart, type CartLine, cartTotalMinor, priceLines } from "../domain/cart.ts";
import { emptyCart } from "./create-cart.ts";
import { type Dependencies, fingerprint } from "./dependencies.ts";
import { prepareCartSchema } from "./input.ts";

export type PrepareCartOutcome =
  | { readonly kind: "prepared"; readonly cart: Cart }
  | { readonly kind: "unknown-sku"; readonly sku: string }
  | { readonly kind: "currency-mismatch"; readonly sku: string }
  | { readonly kind: "key-reused" }
  | InvalidInput;

type Prepared = z.infer<typeof prepareCartSchema>;

function toLines(input: Prepared): readonly CartLine[] | InvalidInput {
  const issues: InputIssue[] = [];
  const lines = input.lines.map(({ sku, quantity, agreedPrice }, index): CartLine => {
    const price = agreedPrice === null ? null : parsePrice(agreedPrice, input.currency);
    if (agreedPrice !== null && price === null) issues.push({ path: ["lines", String(index), "agreedPrice"], message: "is not a price" });
    return { id: `line_${index + 1}`, sku, title: "", quantity, unitPriceMicros: price?.amountMicros ?? 0, agreed: price !== null };
  });
  return issues.length > 0 ? { kind: "invalid-input", issues } : lines;
}

/** The cart that the request describes, or why there can be none. */
async function build(
  { offers }: Dependencies,
  request: Prepared,
  made: { readonly id: string; readonly fingerprint: string; readonly now: Date },
): Promise<PrepareCartOutcome> {
  const lines = toLines(request);
  if ("kind" in lines) return lines;
  const known = await offers.loadMany(lines.map(({ sku }) => sku));
  // What is short is for the placing to say: a cart reserves nothing.
  const plenty = new Map([...known].map(([sku, offer]) => [sku, { ...offer, available: Number.MAX_SAFE_INTEGER }]));
  const priced = priceLines(lines, request.currency, plenty);
  if (priced.kind === "short") return invalid(["lines"], `ask for too much of ${priced.shortage.sku}`);
  if (priced.kind !== "priced") return priced;
  const owner = { ownerId: request.buyerId, ownerKind: request.buyerId.startsWith("guest_") ? "guest" : "user" } as const;
  const cart: Cart = {
    ...emptyCart({ id: made.id, ...owner, currency: request.currency }, made.now),
    lines: priced.lines.map((line) => ({ ...line, title: known.get(line.sku)?.title ?? line.sku })),
    adjustments: request.adjustments.map((adjustment, index) => ({ id: `adjustment_${index + 1}`, ...adjustment })),
    orderedAt: request.orderedAt,
    reference: request.reference,
    preparedFingerprint: made.fingerprint,
  };
  return cartTotalMinor(cart) < 0 ? invalid(["adjustments"], "bring the total below zero") : { kind: "prepared", cart };
}

/**
 * Prepares a cart in somebody's name. Its id follows from the key, so that asking again finds the cart of the first time; another request under
 * the same key is refused.
 */
export async function prepareCart(dependencies: Dependencies, input: unknown): Promise<PrepareCartOutcome> {
  const checked = check(prepareCartSchema, input);
  if (checked.kind !== "valid") return checked;
  const request = checked.value;
  const now = dependencies.clock.now();
  if (request.orderedAt !== null && request.orderedAt > now) return invalid(["orderedAt"], "must not be in the future");
  const made = { id: `cart_${fingerprint(["prepared", request.key]).slice(0, 32)}`, fingerprint: fingerprint(request), now };
  const again = (cart: Cart): PrepareCartOutcome =>
    cart.preparedFingerprint === made.fingerprint ? { kind: "prepared", cart } : { kind: "key-reused" };
  const earlier = await dependencies.carts.load(made.id);
  if (earlier !== null) return again(earlier);
  const built = await build(dependencies, request, made);
  if (built.kind !== "prepared" || (await dependencies.carts.insert(built.cart))) return built;
  const winner = await dependencies.carts.load(made.id);
  return winner === null ? built : again(winner);
}
