import { expect, test } from "bun:test";
import { isWholePence, priceText, rowMinor, samePrice } from "./amounts.ts";

test.each([
  [6, "2.55", 1530],
  [7, "1.255", 878],
  [1, "0.005", 0],
  [3, "0.005", 2],
  [-1, "27.5", -2750],
  [80995, "2.08", 16846960],
])("%d at %s come to %d pence, half to even", (quantity, unitPrice, minor) => {
  expect(rowMinor({ quantity, unitPrice })).toBe(minor);
});

test("prices are numbers, however they are written", () => {
  expect(samePrice("2.5", "2.50")).toBe(true);
  expect(priceText("0.0")).toBe("0");
  expect(isWholePence("2.550")).toBe(true);
  expect(isWholePence("1.255")).toBe(false);
});
