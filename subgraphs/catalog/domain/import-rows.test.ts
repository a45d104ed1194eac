import { expect, test } from "bun:test";
import { type ImportRow, judgeRows } from "./import-rows.ts";

function row(changes: Partial<ImportRow> = {}): ImportRow {
  return { sku: "85123A", productTitle: "White hanging heart", price: "2.55", currency: "GBP", ...changes };
}

function codeOf(changes: Partial<ImportRow>): string | undefined {
  return judgeRows([row(changes)]).refused[0]?.code;
}

test("real rows are accepted as they are", () => {
  const skus = ["85123A", "15056BL", "DCGS0076", "gift_0001_40", "BANK CHARGES", "x", "Ä-1", "s".repeat(64)];
  const { accepted, refused } = judgeRows(skus.map((sku) => row({ sku, description: "", price: "0" })));
  expect(refused).toEqual([]);
  expect(accepted.map((one) => one.row.sku)).toEqual(skus);
});

test("prices are exact to a millionth", () => {
  const prices = ["2.55", "0", "0.001", "5.325", "0.000001"].map((price, index) => row({ sku: `${index}`, price }));
  expect(judgeRows(prices).accepted.map((one) => one.row.price.amountMicros)).toEqual([2_550_000, 0, 1_000, 5_325_000, 1]);
});

test("what is wrong with a row has a stable code", () => {
  for (const sku of ["", " 85123A", "85123A ", "a\nb", "a\u200bb", "s".repeat(65)]) expect(codeOf({ sku })).toBe("INVALID_SKU");
  expect(codeOf({ productKey: "" })).toBe("INVALID_PRODUCT_KEY");
  for (const price of ["-1", "1e3", "2,55", "99999999999", ""]) expect(codeOf({ price })).toBe("INVALID_PRICE");
  for (const currency of ["gbp", "GB", "", "POUND"]) expect(codeOf({ currency })).toBe("INVALID_CURRENCY");
  for (const productTitle of ["", "  ", "t".repeat(201), "a\u0000b", "a\nb", "\ud800"])
    expect(codeOf({ productTitle })).toBe("INVALID_TITLE");
  expect(codeOf({ variantTitle: " " })).toBe("INVALID_TITLE");
  for (const description of ["d".repeat(10_001), "a\u0007b", "\udc00"]) expect(codeOf({ description })).toBe("INVALID_DESCRIPTION");
  expect(codeOf({ description: "two\nlines\tand a tab" })).toBeUndefined();
  for (const category of [[], [""], ["Home", "!!"]]) expect(codeOf({ category })).toBe("INVALID_CATEGORY");
});

test("a bad row does not stop the others, and of one SKU the first good row is accepted", () => {
  const rows = [row({ price: "-1" }), row(), row({ sku: "b" }), row({ price: "9" }), row({ sku: "85123a" })];
  const { accepted, refused } = judgeRows(rows);
  expect(accepted.map(({ index }) => index)).toEqual([1, 2, 4]);
  expect(refused.map(({ index, sku, code }) => [index, sku, code])).toEqual([
    [0, "85123A", "INVALID_PRICE"],
    [3, "85123A", "DUPLICATE_SKU"],
  ]);
});

test("a row without a product key is a product of its own", () => {
  const { accepted } = judgeRows([row(), row({ sku: "b", productKey: "P" })]);
  expect(accepted.map(({ productKey }) => productKey)).toEqual(["85123A", "P"]);
});
