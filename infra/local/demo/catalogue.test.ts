import { describe, expect, test } from "bun:test";
import { importRows, readDemoCatalogue } from "./catalogue.ts";

describe("the demo catalogue", () => {
  const catalogue = readDemoCatalogue();
  const rows = importRows(catalogue);

  test("fits into one import, and no SKU comes twice", () => {
    expect(rows.length).toBeLessThanOrEqual(1000);
    expect(new Set(rows.map(({ sku }) => sku)).size).toBe(rows.length);
  });

  test("can be read in one page of a hundred products", () => {
    expect(catalogue.products.length).toBeLessThanOrEqual(100);
  });

  test("has what the demo looks for", () => {
    expect(catalogue.products.some(({ title }) => /mug/i.test(title))).toBe(true);
  });
});
