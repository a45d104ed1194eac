import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  add,
  currencyExponent,
  divideHalfEven,
  formatPrice,
  lineTotal,
  MoneyError,
  moneySchema,
  type Price,
  parsePrice,
  priceSchema,
  subtract,
  sum,
  zero,
} from "./money.ts";

const currency = fc.constantFrom("GBP", "EUR", "JPY", "KWD", "CLF");
/** Half of them are whole thousandths, as real prices are: those meet the ties of rounding. */
const amountMicros = fc.oneof(
  fc.integer({ min: 0, max: 9_000_000_000_000 }),
  fc.integer({ min: 0, max: 100_000 }).map((thousandths) => thousandths * 1_000),
);
const price: fc.Arbitrary<Price> = fc.record({ amountMicros, currency });
const quantity = fc.integer({ min: 1, max: 100_000 });
const amount = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 });

describe("the total of a line", () => {
  test("is the minor unit nearest to the exact product, and the even one of two that are equally near", () => {
    fc.assert(
      fc.property(price, quantity, (unitPrice, units) => {
        // Both sides of the fraction are scaled to millionths: total × 10^6 / 10^exponent against price × quantity.
        const exact = BigInt(unitPrice.amountMicros) * BigInt(units);
        const step = 10n ** BigInt(6 - currencyExponent(unitPrice.currency));
        const total = BigInt(lineTotal(unitPrice, units).amountMinor);
        const twiceOff = 2n * (total * step - exact);
        const distance = twiceOff < 0n ? -twiceOff : twiceOff;
        expect(distance <= step).toBe(true);
        if (distance === step) expect(total % 2n).toBe(0n);
      }),
    );
  });

  test.each([
    ["0.005", 1, 0],
    ["0.015", 1, 2],
    ["0.025", 1, 2],
    ["0.125", 10, 125],
    ["2.55", 6, 1_530],
    ["0.0015", 1_000, 150],
  ])("%s pounds × %d is %d pence", (unitPrice, units, pence) => {
    expect(lineTotal(parsePrice(unitPrice, "GBP")!, units)).toEqual({ amountMinor: pence, currency: "GBP" });
  });

  test("is rounded once, not once a unit", () => {
    expect(lineTotal(parsePrice("0.004", "GBP")!, 1_000).amountMinor).toBe(400);
  });

  test("knows currencies without and with three decimal places", () => {
    expect(lineTotal(parsePrice("99.5", "JPY")!, 3).amountMinor).toBe(298);
    expect(lineTotal(parsePrice("1.2345", "KWD")!, 1).amountMinor).toBe(1_234);
  });

  test("refuses a quantity that is no whole number", () => {
    expect(() => lineTotal({ amountMicros: 1, currency: "GBP" }, 1.5)).toThrow(MoneyError);
  });

  test("refuses a result beyond the exact integers instead of rounding it", () => {
    expect(() => lineTotal({ amountMicros: Number.MAX_SAFE_INTEGER, currency: "GBP" }, Number.MAX_SAFE_INTEGER)).toThrow(MoneyError);
  });
});

describe("rounding half to even", () => {
  test("treats both signs alike", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.bigInt({ min: 1n, max: 10n ** 9n }), (numerator, denominator) => {
        expect(divideHalfEven(-numerator, denominator)).toBe(-divideHalfEven(numerator, denominator));
      }),
    );
  });
});

describe("a price", () => {
  test("reads back as it was written", () => {
    fc.assert(
      fc.property(price, (unitPrice) => {
        expect(parsePrice(formatPrice(unitPrice), unitPrice.currency)).toEqual(unitPrice);
      }),
    );
  });

  test.each([
    [2_500_000, "GBP", "2.50"],
    [1_500, "GBP", "0.0015"],
    [0, "GBP", "0.00"],
    [99_000_000, "JPY", "99"],
    [99_500_000, "JPY", "99.5"],
    [1_000_000, "KWD", "1.000"],
  ])("of %d millionths of a %s is written %s", (amountMicros, code, text) => {
    expect(formatPrice({ amountMicros, currency: code })).toBe(text);
  });

  test.each(["", "-1", "+1", "1.", ".5", "01", "1e3", "1,50", " 1", "0.0000001", "NaN", "9999999999.999999"])(
    "is not read from %p",
    (text) => {
      expect(parsePrice(text, "GBP")).toBeNull();
    },
  );

  test.each(["gbp", "GB", "GBPX", ""])("has no currency %p", (code) => {
    expect(parsePrice("1.00", code)).toBeNull();
  });

  test("is never negative and never a fraction of a millionth", () => {
    expect(priceSchema.safeParse({ amountMicros: -1, currency: "GBP" }).success).toBe(false);
    expect(priceSchema.safeParse({ amountMicros: 0.5, currency: "GBP" }).success).toBe(false);
  });
});

describe("sums", () => {
  test("do not depend on order or grouping", () => {
    fc.assert(
      fc.property(fc.array(amount, { maxLength: 50 }), (amounts) => {
        const money = amounts.map((amountMinor) => ({ amountMinor, currency: "GBP" }));
        const exact = amounts.reduce((total, next) => total + BigInt(next), 0n);
        expect(BigInt(sum(money, "GBP").amountMinor)).toBe(exact);
        expect(sum(money.toReversed(), "GBP")).toEqual(sum(money, "GBP"));
      }),
    );
  });

  test("subtracting undoes adding", () => {
    fc.assert(
      fc.property(amount, amount, currency, (first, second, code) => {
        const [a, b] = [
          { amountMinor: first, currency: code },
          { amountMinor: second, currency: code },
        ];
        expect(subtract(add(a, b), b)).toEqual(a);
      }),
    );
  });

  test("of nothing are nothing", () => {
    expect(sum([], "EUR")).toEqual(zero("EUR"));
  });

  test("never mix currencies", () => {
    expect(() => add(zero("GBP"), zero("EUR"))).toThrow(MoneyError);
    expect(() => subtract(zero("GBP"), zero("EUR"))).toThrow(MoneyError);
    expect(() => sum([zero("EUR")], "GBP")).toThrow(MoneyError);
  });

  test("beyond the exact integers are refused", () => {
    expect(() => add({ amountMinor: Number.MAX_SAFE_INTEGER, currency: "GBP" }, { amountMinor: 1, currency: "GBP" })).toThrow(MoneyError);
  });

  test("are amounts of money", () => {
    expect(moneySchema.safeParse(sum([zero("GBP")], "GBP")).success).toBe(true);
    expect(moneySchema.safeParse({ amountMinor: 1.5, currency: "GBP" }).success).toBe(false);
    expect(moneySchema.safeParse({ amountMinor: 2 ** 53, currency: "GBP" }).success).toBe(false);
  });
});
