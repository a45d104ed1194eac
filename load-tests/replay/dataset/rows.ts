import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import { z } from "zod";

/** One line of a sales file, as it stands there. Amounts stay text: they are decimal, and arithmetic on them is exact. */
export interface SalesRow {
  readonly file: string;
  /** Line number in the file, the header being 1. */
  readonly line: number;
  readonly invoice: string;
  readonly stockCode: string;
  readonly description: string;
  readonly quantity: number;
  /** Wall-clock time of the sale, taken as UTC. */
  readonly at: Date;
  /** In pounds, e.g. "2.55". */
  readonly unitPrice: string;
  /** Null for sales to nobody in particular. */
  readonly customer: string | null;
  readonly country: string;
}

/** A line that is not of the dataset's form. */
export class DatasetError extends Error {
  override readonly name = "DatasetError";
}

const rowSchema = z.object({
  InvoiceNo: z.string().min(1),
  StockCode: z.string().min(1),
  Description: z.string(),
  Quantity: z.coerce.number().int(),
  InvoiceDate: z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2})?$/, "must look like 2010-12-01 08:26:00"),
  UnitPrice: z.string().regex(/^-?\d+(\.\d+)?$/, "must be a decimal number"),
  CustomerID: z.string(),
  Country: z.string(),
});

/** Identifiers come as floating-point text in some exports: "17850.0" is customer 17850. */
function identifier(text: string): string | null {
  const trimmed = text.trim().replace(/\.0$/, "");
  return trimmed === "" ? null : trimmed;
}

function toRow(record: unknown, file: string, line: number): SalesRow {
  const parsed = rowSchema.safeParse(record);
  if (!parsed.success) throw new DatasetError(`${file}:${line}: ${z.prettifyError(parsed.error)}`);
  const { InvoiceNo, StockCode, Description, Quantity, InvoiceDate, UnitPrice, CustomerID, Country } = parsed.data;
  const [day = "", time = ""] = InvoiceDate.split(" ");
  return {
    file,
    line,
    invoice: InvoiceNo.trim(),
    stockCode: StockCode.trim(),
    description: Description.trim(),
    quantity: Quantity,
    at: new Date(`${day}T${time.length === 5 ? `${time}:00` : time}Z`),
    unitPrice: UnitPrice,
    customer: identifier(CustomerID),
    country: Country.trim(),
  };
}

async function readFile(path: string): Promise<SalesRow[]> {
  const raw = createReadStream(path);
  const text = path.endsWith(".gz") ? raw.pipe(createGunzip()) : raw;
  const rows: SalesRow[] = [];
  // relax_quotes: descriptions hold stray quotation marks; the columns are never quoted with them by mistake.
  const records = text.pipe(parse({ columns: true, bom: true, skip_empty_lines: true, relax_quotes: true, info: true }));
  for await (const { record, info } of records) rows.push(toRow(record, basename(path), info.lines));
  return rows;
}

/** The day of a sale, as in "2010-12-01". */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

export interface DayRange {
  /** Inclusive, as in "2010-12-01"; from the first day when left out. */
  readonly from?: string | undefined;
  /** Inclusive; to the last day when left out. */
  readonly to?: string | undefined;
}

/** A file named after a day outside the range need not be opened. */
function mayHold(file: string, { from, to }: DayRange): boolean {
  const day = /^(\d{4}-\d{2}-\d{2})\.csv(\.gz)?$/.exec(file)?.[1];
  return day === undefined || ((from === undefined || day >= from) && (to === undefined || day <= to));
}

/**
 * Reads every `.csv` and `.csv.gz` of a folder, or one such file, and keeps the rows of the range, in the order of time.
 * @throws DatasetError when there is no such folder, or a line is not of the form.
 */
export async function readSales(source: string, range: DayRange): Promise<readonly SalesRow[]> {
  const isFile = /\.csv(\.gz)?$/.test(source);
  const names = isFile ? [basename(source)] : await readdir(source).catch(() => []);
  const files = names.filter((name) => /\.csv(\.gz)?$/.test(name) && mayHold(name, range)).toSorted();
  if (files.length === 0) throw new DatasetError(`there is no sales file (.csv or .csv.gz) of those days in ${source}`);
  const rows: SalesRow[] = [];
  for (const file of files) rows.push(...(await readFile(isFile ? source : join(source, file))));
  const within = rows.filter(
    ({ at }) => (range.from === undefined || dayOf(at) >= range.from) && (range.to === undefined || dayOf(at) <= range.to),
  );
  // Sorting is stable: lines of one minute keep the order of the file.
  return within.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}
