import { total } from "./books/books.ts";
import { fileBooks } from "./books/file-books.ts";
import { shopBooks } from "./books/shop-books.ts";
import { type DayRange, dayOf, readSales } from "./dataset/rows.ts";
import { planReplay } from "./plan/plan.ts";
import type { Progress } from "./progress.ts";
import { booksTable, type ReplayReport, reconciles, refusedList } from "./report.ts";
import { createShopClient } from "./shop/client.ts";
import { awaitOffers, importCatalog, openStock, registerCustomers } from "./shop/opening.ts";
import { perform } from "./shop/perform.ts";
import { login } from "./shop/sessions.ts";

export interface ReplayOptions {
  /** A folder of daily files, or one file. */
  readonly dataset: string;
  readonly range: DayRange;
  /** The shop's GraphQL endpoint. */
  readonly endpoint: string;
  readonly staff: { readonly email: string; readonly password: string };
  /** Names the run: the same name again goes on where it was interrupted. */
  readonly run: string;
  /** Whether the shop holds nothing but this run; then every order in it must be ours. */
  readonly exclusive: boolean;
  /** Customers that act at the same time. */
  readonly concurrency: number;
  readonly progress: Progress;
  /** Where the tables go. */
  readonly print: (text: string) => void;
}

const DAY_MS = 86_400_000;

/**
 * Plays real sales into a shop through its API, and holds the shop's books against the file's.
 * @throws DatasetError for files that cannot be read, ShopError when the shop fails.
 */
export async function runReplay(options: ReplayOptions): Promise<ReplayReport> {
  const { progress, print } = options;
  const rows = await readSales(options.dataset, options.range);
  const plan = planReplay(rows);
  print(`${rows.length} rows: ${plan.actions.length} things to do, ${plan.catalog.length} SKUs, ${plan.customers.length} customers`);
  const client = createShopClient(options.endpoint);
  const replay = { client, staff: await login(client, options.staff), run: options.run };

  await progress.during("catalogue", plan.catalog.length, (tick) => importCatalog(replay, plan.catalog, tick));
  await progress.during("opening stock", plan.catalog.length, (tick) => openStock(replay, plan.catalog, tick));
  await progress.during("checkout knows", 1, async (tick) => {
    await awaitOffers(replay, plan.catalog);
    tick(1);
  });
  const sessions = await progress.during("customers", plan.customers.length, (tick) => registerCustomers(replay, plan.customers, tick));
  const startedAt = performance.now();
  const performed = await progress.during("invoices", plan.actions.length, (tick) =>
    perform(replay, plan, { sessions, concurrency: options.concurrency, tick: () => tick(1) }),
  );
  const seconds = (performance.now() - startedAt) / 1000;

  const file = fileBooks(rows, new Set(performed.refused.map(({ row }) => row)));
  const from = new Date(`${dayOf(rows[0]?.at ?? new Date(0))}T00:00:00Z`);
  const to = new Date(new Date(`${dayOf(rows.at(-1)?.at ?? new Date(0))}T00:00:00Z`).getTime() + DAY_MS);
  const isOurs = (orderId: string) => options.exclusive || performed.orderIds.has(orderId);
  const shop = await progress.during("books", 1, async (tick) => {
    const read = await shopBooks(replay, { from, to }, isOurs);
    tick(1);
    return read;
  });

  if (performed.refused.length > 0) print(`\nRows that were not applied:\n${refusedList(performed.refused)}`);
  for (const { id, status } of shop.unfinished) print(`\n${id} is ${status}`);
  print(`\n${booksTable(file, shop.books)}`);
  const { orders, lines, grossMinor, refundsMinor } = total(shop.books);
  return {
    orders,
    lines,
    grossMinor,
    refundsMinor,
    cancellations: performed.cancellations,
    writeOffs: performed.writeOffs,
    refused: performed.refused.length,
    netMinor: grossMinor - refundsMinor,
    reconciled: shop.unfinished.length === 0 && reconciles(file, shop.books),
    seconds: Math.round(seconds * 10) / 10,
    linesPerSecond: Math.round(lines / seconds),
  };
}
