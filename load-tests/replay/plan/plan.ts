import { isNegative, isZero, priceText, rowMinor } from "../dataset/amounts.ts";
import type { SalesRow } from "../dataset/rows.ts";
import { kindOf } from "../dataset/stock-codes.ts";

/** A sale: an invoice that becomes an order. */
export interface Sale {
  readonly kind: "sale";
  readonly invoice: string;
  readonly at: Date;
  readonly customer: string | null;
  readonly country: string;
  readonly products: readonly SalesRow[];
  readonly fees: readonly SalesRow[];
}

/** An invoice that takes earlier sales back. */
export interface Cancellation {
  readonly kind: "cancellation";
  readonly invoice: string;
  readonly at: Date;
  readonly customer: string;
  readonly rows: readonly SalesRow[];
}

/** Goods that left the shelf without a sale. */
export interface WriteOff {
  readonly kind: "write-off";
  readonly at: Date;
  readonly row: SalesRow;
}

export type Action = Sale | Cancellation | WriteOff;

/** A row that is not applied, and why. */
export interface RefusedRow {
  readonly row: SalesRow;
  /** Stable. */
  readonly reason: string;
}

export interface CatalogEntry {
  readonly sku: string;
  readonly title: string;
  /** In pounds; the first that it was sold at. */
  readonly price: string;
  /** Made up: as many as will leave the shelf, since the data does not say. */
  readonly openingStock: number;
}

/** What a stretch of sales comes to for a shop. */
export interface ReplayPlan {
  readonly catalog: readonly CatalogEntry[];
  readonly customers: readonly string[];
  /** In the order of time. */
  readonly actions: readonly Action[];
  /** Rows that no shop could apply, whatever it does. */
  readonly refused: readonly RefusedRow[];
}

function groupByInvoice(rows: readonly SalesRow[]): ReadonlyMap<string, readonly SalesRow[]> {
  const invoices = new Map<string, SalesRow[]>();
  for (const row of rows) {
    const known = invoices.get(row.invoice);
    if (known) known.push(row);
    else invoices.set(row.invoice, [row]);
  }
  return invoices;
}

type RowUse =
  | { readonly use: "product" }
  | { readonly use: "fee" }
  | { readonly use: "write-off" }
  | { readonly use: "refused"; readonly reason: string };

function useOfReduction(row: SalesRow): RowUse {
  if (kindOf(row.stockCode) !== "product") return { use: "refused", reason: "NEGATIVE_FEE_OUTSIDE_CANCELLATION" };
  return isZero(row.unitPrice) ? { use: "write-off" } : { use: "refused", reason: "NEGATIVE_SALE_OUTSIDE_CANCELLATION" };
}

/** What a row of an ordinary invoice is for. */
function useOf(row: SalesRow): RowUse {
  if (isNegative(row.unitPrice)) return { use: "refused", reason: "NEGATIVE_PRICE" };
  if (row.quantity === 0) return { use: "refused", reason: "NO_QUANTITY" };
  if (row.quantity < 0) return useOfReduction(row);
  if (kindOf(row.stockCode) === "product") return { use: "product" };
  return rowMinor(row) > 0 && kindOf(row.stockCode) === "fee" ? { use: "fee" } : { use: "refused", reason: "FEE_WITHOUT_AMOUNT" };
}

interface Drafts {
  readonly actions: Action[];
  readonly refused: RefusedRow[];
}

function planSale(first: SalesRow, rows: readonly SalesRow[], drafts: Drafts): void {
  const products: SalesRow[] = [];
  const fees: SalesRow[] = [];
  for (const row of rows) {
    const decided = useOf(row);
    if (decided.use === "product") products.push(row);
    else if (decided.use === "fee") fees.push(row);
    else if (decided.use === "write-off") drafts.actions.push({ kind: "write-off", at: row.at, row });
    else drafts.refused.push({ row, reason: decided.reason });
  }
  const { invoice, at, customer, country } = first;
  if (products.length + fees.length > 0) drafts.actions.push({ kind: "sale", invoice, at, customer, country, products, fees });
}

/** Why a row of a cancelling invoice can be matched with no sale; null when it may be. */
function reasonAgainst(row: SalesRow): string | null {
  if (row.customer === null) return "CANCELLATION_WITHOUT_CUSTOMER";
  if (row.quantity >= 0) return "CANCELLATION_OF_NOTHING";
  if (isNegative(row.unitPrice)) return "NEGATIVE_PRICE";
  return kindOf(row.stockCode) === "discount" ? "DISCOUNT_WITHOUT_ORDER" : null;
}

function planCancellation(first: SalesRow, rows: readonly SalesRow[], drafts: Drafts): void {
  const matched: SalesRow[] = [];
  for (const row of rows) {
    const reason = reasonAgainst(row);
    if (reason === null) matched.push(row);
    else drafts.refused.push({ row, reason });
  }
  if (matched.length > 0)
    drafts.actions.push({ kind: "cancellation", invoice: first.invoice, at: first.at, customer: first.customer ?? "", rows: matched });
}

function planInvoice(rows: readonly SalesRow[], drafts: Drafts): void {
  const [first] = rows;
  if (first === undefined) return;
  if (first.invoice.startsWith("C")) planCancellation(first, rows, drafts);
  else if (first.invoice.startsWith("A")) drafts.refused.push(...rows.map((row) => ({ row, reason: "BAD_DEBT_ADJUSTMENT" })));
  else planSale(first, rows, drafts);
}

function mostFrequent(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0];
}

function toCatalog(actions: readonly Action[]): readonly CatalogEntry[] {
  const rows = new Map<string, SalesRow[]>();
  const leaving = actions.flatMap((action) => {
    if (action.kind === "sale") return action.products;
    return action.kind === "write-off" ? [action.row] : [];
  });
  for (const row of leaving) rows.set(row.stockCode, [...(rows.get(row.stockCode) ?? []), row]);
  return [...rows].map(([sku, sold]) => ({
    sku,
    title: mostFrequent(sold.map(({ description }) => description).filter((text) => text !== "")) ?? sku,
    price: priceText(sold.find(({ unitPrice }) => !isZero(unitPrice))?.unitPrice ?? "0"),
    openingStock: sold.reduce((units, { quantity }) => units + Math.abs(quantity), 0),
  }));
}

/** Reads a stretch of sales as what a shop has to do, in the order of time. */
export function planReplay(rows: readonly SalesRow[]): ReplayPlan {
  const drafts: Drafts = { actions: [], refused: [] };
  for (const invoice of groupByInvoice(rows).values()) planInvoice(invoice, drafts);
  const actions = drafts.actions.toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const customers = new Set(actions.flatMap((action) => (action.kind === "sale" && action.customer !== null ? [action.customer] : [])));
  return { catalog: toCatalog(actions), customers: [...customers], actions, refused: drafts.refused };
}
