import Big from "big.js";

/**
 * The file's own arithmetic: decimal, and apart from the shop's, so that one can be held against the other.
 */

/** What a row comes to in pence: the exact product, rounded half to even. Negative for what goes back. */
export function rowMinor(row: { readonly quantity: number; readonly unitPrice: string }): number {
  return Number(new Big(row.unitPrice).times(row.quantity).times(100).round(0, Big.roundHalfEven).toString());
}

/** Whether two prices are the same number: "2.5" is "2.50". */
export function samePrice(a: string, b: string): boolean {
  return new Big(a).eq(b);
}

export function isZero(amount: string): boolean {
  return new Big(amount).eq(0);
}

export function isNegative(amount: string): boolean {
  return new Big(amount).lt(0);
}

/** A price as the shop's API takes it: plain decimal text without needless zeros. */
export function priceText(amount: string): string {
  return new Big(amount).toFixed();
}

/** Whether a price has no more places than pence. */
export function isWholePence(amount: string): boolean {
  const pence = new Big(amount).times(100);
  return pence.round(0, Big.roundDown).eq(pence);
}
