import type { SalesRow } from "../replay/dataset/rows.ts";
import { kindOf } from "../replay/dataset/stock-codes.ts";

/** What the sales data do not say; each of these is a guess, and is written down beside what was derived with it. */
export interface Assumptions {
  /** Visits for one that ends with an order. */
  readonly visitsPerOrder: number;
  /** Shelves or searches that a visit that buys nothing looks at. */
  readonly searchesPerVisit: number;
  /** Product pages that a visit that buys nothing looks at. */
  readonly pagesPerVisit: number;
  /** Product pages looked at for one that is put into the cart. */
  readonly pagesPerLine: number;
  /** Lines that one visit of the load test puts into its cart at most: an order of hundreds of lines would be one visit of minutes. */
  readonly mostLines: number;
  /** Units that one line has at most, so that the shelves of a shop do not run empty. */
  readonly mostUnits: number;
}

export const ASSUMPTIONS: Assumptions = {
  visitsPerOrder: 10,
  searchesPerVisit: 2,
  pagesPerVisit: 3,
  pagesPerLine: 1,
  mostLines: 20,
  mostUnits: 24,
};

/** What visitors do, and how often. */
export interface Mix {
  readonly source: { readonly rows: number; readonly from: string; readonly to: string; readonly orders: number };
  readonly assumptions: Assumptions;
  /** From the data. Shares are from 0 to 1. */
  readonly derived: {
    /** Sales without a customer number, of all sales. */
    readonly guestShare: number;
    /** Sales to a customer who had bought before in these days, of all sales. */
    readonly returningShare: number;
    /** Cancelling invoices by sales. */
    readonly cancelShare: number;
    /** Deciles, 0 % to 100 %, of lines in an order. */
    readonly linesPerOrder: readonly number[];
    /** Deciles, 0 % to 100 %, of units in a line. */
    readonly unitsPerLine: readonly number[];
    /** Share of all lines that the best-selling tenth of SKUs has, then the next tenth, and so on. */
    readonly popularity: readonly number[];
  };
  /** Operations expected in a hundred visits, as the two above say. */
  readonly operationsPer100Visits: Readonly<Record<string, number>>;
}

function round(value: number, places = 4): number {
  return Number(value.toFixed(places));
}

/** The eleven deciles of numbers, 0 % to 100 %, by the nearest rank. @throws RangeError for none */
export function deciles(numbers: readonly number[]): readonly number[] {
  if (numbers.length === 0) throw new RangeError("there are no deciles of nothing");
  const sorted = numbers.toSorted((a, b) => a - b);
  return Array.from({ length: 11 }, (_, tenth) => sorted[Math.round(((sorted.length - 1) * tenth) / 10)] ?? 0);
}

/** What share of all lines each tenth of the SKUs has, best-selling first. */
export function popularityOf(skus: readonly string[]): readonly number[] {
  const counts = [...Map.groupBy(skus, (sku) => sku).values()].map(({ length }) => length).toSorted((a, b) => b - a);
  return Array.from({ length: 10 }, (_, tenth) => {
    const part = counts.slice(Math.round((counts.length * tenth) / 10), Math.round((counts.length * (tenth + 1)) / 10));
    return round(part.reduce((sum, count) => sum + count, 0) / skus.length);
  });
}

function returning(invoices: readonly (readonly SalesRow[])[]): number {
  const seen = new Set<string>();
  let again = 0;
  for (const [row] of invoices) {
    if (row?.customer == null) continue;
    if (seen.has(row.customer)) again += 1;
    seen.add(row.customer);
  }
  return again;
}

function expected(derived: Mix["derived"], assumptions: Assumptions): Record<string, number> {
  const { visitsPerOrder, searchesPerVisit, pagesPerVisit, pagesPerLine, mostLines } = assumptions;
  const orders = 100 / visitsPerOrder;
  const capped = derived.linesPerOrder.map((lines) => Math.min(lines, mostLines));
  // Between two deciles every number is as likely: the mean of the middles.
  const lines = capped.slice(1).reduce((sum, upper, index) => sum + (upper + (capped[index] ?? upper)) / 2, 0) / 10;
  const browsing = 100 - orders;
  return {
    ProductSearch: round(browsing * searchesPerVisit + orders, 1),
    ProductPage: round(browsing * pagesPerVisit + orders * lines * pagesPerLine, 1),
    StartGuestSession: round(orders * derived.guestShare, 1),
    MyOrders: round(orders * derived.returningShare, 1),
    CreateCart: round(orders, 1),
    AddCartLine: round(orders * lines, 1),
    PlaceOrder: round(orders, 1),
    CancelOrder: round(orders * derived.cancelShare, 1),
  };
}

/** Derives the mix from sales in the order of time. Rows that are not sales of goods (postage, fees, write-offs) are no lines. */
export function deriveMix(rows: readonly SalesRow[], assumptions: Assumptions = ASSUMPTIONS): Mix {
  const lines = rows.filter(
    ({ invoice, quantity, stockCode }) => !invoice.startsWith("C") && quantity > 0 && kindOf(stockCode) === "product",
  );
  const invoices = [...Map.groupBy(lines, ({ invoice }) => invoice).values()];
  const cancelled = new Set(rows.filter(({ invoice }) => invoice.startsWith("C")).map(({ invoice }) => invoice));
  const guests = invoices.filter(([row]) => row?.customer === null);
  const derived = {
    guestShare: round(guests.length / invoices.length),
    returningShare: round(returning(invoices) / invoices.length),
    cancelShare: round(cancelled.size / invoices.length),
    linesPerOrder: deciles(invoices.map(({ length }) => length)),
    unitsPerLine: deciles(lines.map(({ quantity }) => quantity)),
    popularity: popularityOf(lines.map(({ stockCode }) => stockCode)),
  };
  const day = (row: SalesRow | undefined) => row?.at.toISOString().slice(0, 10) ?? "";
  return {
    source: { rows: rows.length, from: day(rows[0]), to: day(rows.at(-1)), orders: invoices.length },
    assumptions,
    derived,
    operationsPer100Visits: expected(derived, assumptions),
  };
}
