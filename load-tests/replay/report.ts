import { type Books, type DayBooks, EMPTY_DAY, sameBooks, total } from "./books/books.ts";
import type { RefusedRow } from "./plan/plan.ts";

/** The replay's findings, as the last line of `--json`. Amounts in pence. */
export interface ReplayReport {
  /** Orders that stand in the shop. */
  readonly orders: number;
  readonly lines: number;
  /** Cancelling invoices that were applied, wholly or in part. */
  readonly cancellations: number;
  readonly writeOffs: number;
  /** Rows that were not applied. */
  readonly refused: number;
  readonly grossMinor: number;
  readonly refundsMinor: number;
  readonly netMinor: number;
  /** Whether the shop's books and the file's are the same, day by day, to the penny. */
  readonly reconciled: boolean;
  readonly seconds: number;
  readonly linesPerSecond: number;
}

function pounds(minor: number): string {
  return (minor / 100).toLocaleString("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

const COLUMNS = ["day", "", "orders", "lines", "gross £", "refunds £", "net £"] as const;
const WIDTHS = [10, 5, 7, 8, 15, 13, 15] as const;

function line(cells: readonly string[]): string {
  return cells.map((cell, index) => (index < 2 ? cell.padEnd(WIDTHS[index] ?? 0) : cell.padStart(WIDTHS[index] ?? 0))).join(" ");
}

function row(day: string, side: string, books: DayBooks): string {
  const { orders, lines, grossMinor, refundsMinor } = books;
  return line([day, side, String(orders), String(lines), pounds(grossMinor), pounds(refundsMinor), pounds(grossMinor - refundsMinor)]);
}

/** The shop's books beside the file's: per day, then in total. */
export function booksTable(file: Books, shop: Books): string {
  const days = [...new Set([...file.keys(), ...shop.keys()])].toSorted();
  const pair = (day: string, fromFile: DayBooks, fromShop: DayBooks) => [
    row(day, "file", fromFile),
    `${row("", "shop", fromShop)}${sameBooks(fromFile, fromShop) ? "" : "   ← differs"}`,
  ];
  const body = days.flatMap((day) => pair(day, file.get(day) ?? EMPTY_DAY, shop.get(day) ?? EMPTY_DAY));
  return [line(COLUMNS), ...body, ...pair("total", total(file), total(shop))].join("\n");
}

/** Whether every day of either books is the same in both. */
export function reconciles(file: Books, shop: Books): boolean {
  const days = new Set([...file.keys(), ...shop.keys()]);
  return [...days].every((day) => sameBooks(file.get(day) ?? EMPTY_DAY, shop.get(day) ?? EMPTY_DAY));
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  NO_EARLIER_SALE: "takes back what this customer was not sold at this price in these days",
  EXCEEDS_EARLIER_SALES: "takes back more than this customer was sold",
  CANCELLATION_WITHOUT_CUSTOMER: "takes back a sale to nobody in particular",
  CANCELLATION_OF_NOTHING: "a cancelling invoice with a quantity that is not negative",
  DISCOUNT_WITHOUT_ORDER: "a discount that names no sale",
  ROUNDS_DIFFERENTLY_IN_PARTS: "takes back a part of a line whose price is finer than pence",
  BAD_DEBT_ADJUSTMENT: "an adjustment of bad debt, no sale",
  NEGATIVE_PRICE: "a negative price",
  NO_QUANTITY: "a quantity of zero",
  NEGATIVE_FEE_OUTSIDE_CANCELLATION: "a negative fee outside of a cancelling invoice",
  NEGATIVE_SALE_OUTSIDE_CANCELLATION: "a negative quantity with a price, outside of a cancelling invoice",
  FEE_WITHOUT_AMOUNT: "a fee or discount of nothing",
};

/** Every refused row with its reason, grouped by reason. */
export function refusedList(refused: readonly RefusedRow[]): string {
  const byReason = Map.groupBy(refused, ({ reason }) => reason);
  return [...byReason]
    .map(([reason, rows]) => {
      const explanation = EXPLANATIONS[reason] ?? "refused by the shop";
      const lines = rows.map(
        ({ row: { file, line: number, invoice, stockCode, quantity, unitPrice, customer } }) =>
          `    ${file}:${number}  ${invoice}  ${stockCode}  ${quantity} × £${unitPrice}  ${customer === null ? "no customer" : `customer ${customer}`}`,
      );
      return [`  ${reason}: ${explanation} (${rows.length})`, ...lines].join("\n");
    })
    .join("\n");
}
