import { expect, test } from "bun:test";
import { row } from "../replay/testing/rows.ts";
import { deciles, deriveMix, popularityOf } from "./derive.ts";

const sales = [
  row({ invoice: "1", stockCode: "A", quantity: 2, customer: "7" }),
  row({ invoice: "1", stockCode: "BB", quantity: 4, customer: "7" }),
  row({ invoice: "1", stockCode: "POST", quantity: 1, customer: "7" }),
  row({ invoice: "2", stockCode: "A", quantity: 6, customer: "7" }),
  row({ invoice: "3", stockCode: "A", quantity: 8, customer: null }),
  row({ invoice: "4", stockCode: "A", quantity: -5, customer: null }),
  row({ invoice: "C5", stockCode: "A", quantity: -2, customer: "7" }),
  row({ invoice: "6", stockCode: "C", quantity: 1, customer: "8" }),
];

test("who buys, and how often, is counted by invoice", () => {
  const { derived, source } = deriveMix(sales);
  expect(source.orders).toBe(4);
  expect(derived).toMatchObject({ guestShare: 0.25, returningShare: 0.25, cancelShare: 0.25 });
});

test("postage, write-offs and cancelling invoices are no lines of orders", () => {
  const { derived } = deriveMix(sales);
  expect(derived.linesPerOrder).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2]);
  expect(derived.unitsPerLine.at(0)).toBe(1);
  expect(derived.unitsPerLine.at(-1)).toBe(8);
});

test("deciles run from the least to the most", () => {
  expect(deciles([10, 0, 5, 3, 1, 2, 4, 6, 7, 8, 9])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(() => deciles([])).toThrow(RangeError);
});

test("the shares of all tenths of the SKUs come to one, best-selling first", () => {
  const skus = Array.from({ length: 10 }, (_, sku) => Array.from({ length: 10 - sku }, () => `SKU-${sku}`)).flat();
  const shares = popularityOf(skus);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 3);
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  expect(shares[0]).toBe(0.1818);
});

test("the operations of a hundred visits follow from what was derived and assumed", () => {
  const assumptions = { visitsPerOrder: 4, searchesPerVisit: 2, pagesPerVisit: 3, pagesPerLine: 2, mostLines: 1, mostUnits: 1 };
  const { operationsPer100Visits } = deriveMix(sales, assumptions);
  expect(operationsPer100Visits).toEqual({
    ProductSearch: 75 * 2 + 25,
    ProductPage: 75 * 3 + 25 * 2,
    StartGuestSession: 6.3,
    MyOrders: 6.3,
    CreateCart: 25,
    AddCartLine: 25,
    PlaceOrder: 25,
    CancelOrder: 6.3,
  });
});
