import { z } from "zod";

/**
 * Money is an integer count of minor units and a currency. A unit price may be finer than a minor unit, so prices are integer
 * millionths of a major unit; only the total of a line is rounded to minor units, half to even, in exact integer arithmetic.
 */

/** Minor units of one major unit, as powers of ten, for the currencies that differ from two (ISO 4217). */
// biome-ignore format: a table reads better in rows
const EXPONENTS: Readonly<Record<string, number>> = {
  BHD: 3, BIF: 0, CLF: 4, CLP: 0, DJF: 0, GNF: 0, IQD: 3, ISK: 0, JOD: 3, JPY: 0, KMF: 0, KRW: 0, KWD: 3, LYD: 3, OMR: 3, PYG: 0, RWF: 0,
  TND: 3, UGX: 0, UYI: 0, UYW: 4, VND: 0, VUV: 0, XAF: 0, XOF: 0, XPF: 0,
};

const MICROS_PER_MAJOR = 1_000_000n;

export const currencySchema = z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code in upper case");

/** `amountMinor`: whole minor units, may be negative (discounts). */
export const moneySchema = z.strictObject({ amountMinor: z.int(), currency: currencySchema });
export type Money = z.infer<typeof moneySchema>;

/** `amountMicros`: whole millionths of a major unit, zero or more. */
export const priceSchema = z.strictObject({ amountMicros: z.int().nonnegative(), currency: currencySchema });
export type Price = z.infer<typeof priceSchema>;

/** Thrown when amounts of two currencies meet, or a result leaves the range of exact integers. Always a defect of the caller. */
export class MoneyError extends Error {
  override readonly name = "MoneyError";
}

function exact(amount: bigint): number {
  const result = Number(amount);
  if (!Number.isSafeInteger(result)) throw new MoneyError(`${amount} is beyond the range of exact integers`);
  return result;
}

function sameCurrency(a: { readonly currency: string }, b: { readonly currency: string }): string {
  if (a.currency !== b.currency) throw new MoneyError(`${a.currency} and ${b.currency} do not mix`);
  return a.currency;
}

/** Number of decimal places of a currency's minor unit. */
export function currencyExponent(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** Nothing, in a currency. */
export function zero(currency: string): Money {
  return { amountMinor: 0, currency };
}

/** Sum. @throws MoneyError on two currencies or overflow. */
export function add(a: Money, b: Money): Money {
  return { amountMinor: exact(BigInt(a.amountMinor) + BigInt(b.amountMinor)), currency: sameCurrency(a, b) };
}

/** Difference. @throws MoneyError on two currencies or overflow. */
export function subtract(a: Money, b: Money): Money {
  return { amountMinor: exact(BigInt(a.amountMinor) - BigInt(b.amountMinor)), currency: sameCurrency(a, b) };
}

/** Sum of many; zero of the currency when there are none. */
export function sum(amounts: Iterable<Money>, currency: string): Money {
  let total = zero(currency);
  for (const amount of amounts) total = add(total, amount);
  return total;
}

/** `numerator / denominator`, rounded half to even. `denominator` is positive. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n;
  const magnitude = negative ? -numerator : numerator;
  const quotient = magnitude / denominator;
  const twiceRest = (magnitude % denominator) * 2n;
  const up = twiceRest > denominator || (twiceRest === denominator && quotient % 2n === 1n);
  const rounded = up ? quotient + 1n : quotient;
  return negative ? -rounded : rounded;
}

/** What `quantity` units cost: the exact product, rounded once, half to even, to minor units. */
export function lineTotal(price: Price, quantity: number): Money {
  if (!Number.isSafeInteger(quantity)) throw new MoneyError(`${quantity} is not a whole quantity`);
  const divisor = MICROS_PER_MAJOR / 10n ** BigInt(currencyExponent(price.currency));
  return { amountMinor: exact(divideHalfEven(BigInt(price.amountMicros) * BigInt(quantity), divisor)), currency: price.currency };
}

const DECIMAL = /^(0|[1-9]\d{0,9})(?:\.(\d{1,6}))?$/;

/** Reads a decimal amount in major units ("2.55"); null when it is not one, is negative, or has more than six places. */
export function parsePrice(amount: string, currency: string): Price | null {
  const match = DECIMAL.exec(amount);
  if (match === null || !currencySchema.safeParse(currency).success) return null;
  const amountMicros = Number(match[1]) * 1_000_000 + Number((match[2] ?? "").padEnd(6, "0"));
  return Number.isSafeInteger(amountMicros) ? { amountMicros, currency } : null;
}

/** Writes a price in major units with at least the currency's own decimal places: "2.50", "0.0015". */
export function formatPrice(price: Price): string {
  const places = currencyExponent(price.currency);
  const whole = Math.trunc(price.amountMicros / 1_000_000);
  const fraction = String(price.amountMicros % 1_000_000)
    .padStart(6, "0")
    .replace(/0+$/, "")
    .padEnd(places, "0");
  return fraction === "" ? String(whole) : `${whole}.${fraction}`;
}
