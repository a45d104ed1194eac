import { expect, test } from "bun:test";
import { booksTable, reconciles } from "../report.ts";
import { row } from "../testing/rows.ts";
import { fileBooks } from "./file-books.ts";

const refused = row({ invoice: "A1", unitPrice: "99" });
const rows = [
  row(),
  row({ stockCode: "POST", quantity: 1, unitPrice: "18" }),
  row({ invoice: "2", unitPrice: "0.0", customer: null }),
  row({ invoice: "3", quantity: -10, unitPrice: "0.0" }),
  refused,
  row({ invoice: "C4", quantity: -2, at: new Date("2010-12-02T09:00:00Z") }),
];

test("the file's books count each applied row once, on the day of its invoice", () => {
  expect(Object.fromEntries(fileBooks(rows, new Set([refused])))).toEqual({
    "2010-12-01": { orders: 2, lines: 2, grossMinor: 3330, refundsMinor: 0 },
    "2010-12-02": { orders: 0, lines: 0, grossMinor: 0, refundsMinor: 510 },
  });
});

test("books that differ by a penny on one day do not reconcile, and the table says where", () => {
  const file = fileBooks(rows, new Set([refused]));
  const shop = new Map([...file].map(([day, books]) => [day, day === "2010-12-02" ? { ...books, refundsMinor: 511 } : books]));
  expect(reconciles(file, file)).toBe(true);
  expect(reconciles(file, shop)).toBe(false);
  expect(
    booksTable(file, shop)
      .split("\n")
      .filter((line) => line.includes("differs")),
  ).toHaveLength(2);
});
