import { rowMinor } from "../dataset/amounts.ts";
import { dayOf, type SalesRow } from "../dataset/rows.ts";
import { kindOf } from "../dataset/stock-codes.ts";
import { type Books, createBooks, type DayBooks } from "./books.ts";

/** What one row that is applied adds to its day. */
function entryOf(row: SalesRow): Partial<DayBooks> {
  if (row.invoice.startsWith("C")) return { refundsMinor: -rowMinor(row) };
  // A write-off costs nothing and is no sale.
  if (row.quantity < 0) return {};
  return { grossMinor: rowMinor(row), lines: kindOf(row.stockCode) === "product" ? 1 : 0 };
}

/**
 * What the file says that the shop's books must say, added up from its rows alone: every row but the refused ones. Rows of an invoice belong to the
 * day on which the invoice begins.
 */
export function fileBooks(rows: readonly SalesRow[], refused: ReadonlySet<SalesRow>): Books {
  const { books, add } = createBooks();
  const invoices = Map.groupBy(rows, ({ invoice }) => invoice);
  for (const ofInvoice of invoices.values()) {
    const day = dayOf(ofInvoice[0]?.at ?? new Date(0));
    const entries = ofInvoice.filter((row) => !refused.has(row)).map(entryOf);
    if (entries.some(({ grossMinor }) => grossMinor !== undefined)) add(day, { orders: 1 });
    for (const entry of entries) add(day, entry);
  }
  return books;
}
