import type { SalesRow } from "../dataset/rows.ts";

/** A row for tests: six cups to customer 17850, unless told otherwise. */
export function row(overrides: Partial<SalesRow> = {}): SalesRow {
  return {
    file: "2010-12-01.csv",
    line: 2,
    invoice: "536365",
    stockCode: "85123A",
    description: "CUP",
    quantity: 6,
    at: new Date("2010-12-01T08:26:00Z"),
    unitPrice: "2.55",
    customer: "17850",
    country: "United Kingdom",
    ...overrides,
  };
}
