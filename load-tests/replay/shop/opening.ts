import { createHash } from "node:crypto";
import pLimit from "p-limit";
import type { CatalogEntry } from "../plan/plan.ts";
import { ShopError } from "./client.ts";
import type { Replay } from "./replay.ts";
import { registerOrLogin, type Session } from "./sessions.ts";

const ROWS_A_CALL = 500;

const IMPORT = `mutation ReplayImport($input: ImportProductsInput!) { importProducts(input: $input) {
  ... on Refusal { code message } ... on ImportReport { created updated unchanged refused { sku code message } } } }`;
const RECEIVE = `mutation ReplayReceive($input: ReceiveStockInput!) { receiveStock(input: $input) {
  ... on Refusal { code message } ... on StockReceipt { alreadyApplied } } }`;
const OFFERS = `query ReplayOffers($after: String) { products(first: 100, after: $after) {
  nodes { variants { sku offer { available } } } pageInfo { hasNextPage endCursor } } }`;

interface Refusable {
  readonly code?: string;
  readonly message?: string;
}

function mustNotRefuse<T extends Refusable>(answer: T, what: string): T {
  if (answer.code) throw new ShopError(`${what} was refused: ${answer.message ?? ""} (${answer.code})`, answer.code);
  return answer;
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

/** Puts the catalogue on sale. @throws ShopError when the shop refuses a row. */
export async function importCatalog(replay: Replay, catalog: readonly CatalogEntry[], onProgress: (done: number) => void): Promise<void> {
  for (const part of chunks(catalog, ROWS_A_CALL)) {
    const rows = part.map(({ sku, title, price }) => ({ sku, productTitle: title, price, currency: "GBP", category: ["Gifts"] }));
    const { importProducts } = await replay.client.send<{
      importProducts: Refusable & { refused?: readonly { sku: string; code: string }[] };
    }>(replay.staff.token, IMPORT, { input: { rows } });
    const [refused] = mustNotRefuse(importProducts, "the catalogue").refused ?? [];
    if (refused) throw new ShopError(`${refused.sku} was refused (${refused.code})`, refused.code);
    onProgress(part.length);
  }
}

/** Books the opening stock in. */
export async function openStock(replay: Replay, catalog: readonly CatalogEntry[], onProgress: (done: number) => void): Promise<void> {
  for (const [index, part] of chunks(catalog, ROWS_A_CALL).entries()) {
    const lines = part.map(({ sku, openingStock }) => ({ sku, quantity: openingStock }));
    const input = { key: `${replay.run}-opening-${index}`, lines };
    const { receiveStock } = await replay.client.send<{ receiveStock: Refusable }>(replay.staff.token, RECEIVE, { input });
    mustNotRefuse(receiveStock, "the opening stock");
    onProgress(part.length);
  }
}

interface OfferPage {
  readonly products: {
    readonly nodes: readonly {
      readonly variants: readonly { readonly sku: string; readonly offer: { readonly available: number } | null }[];
    }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

async function readOffers(replay: Replay): Promise<ReadonlyMap<string, number>> {
  const available = new Map<string, number>();
  for (let after: string | null = null, more = true; more; ) {
    const page: OfferPage = await replay.client.send<OfferPage>(replay.staff.token, OFFERS, { after });
    for (const { sku, offer } of page.products.nodes.flatMap(({ variants }) => variants)) available.set(sku, offer?.available ?? 0);
    after = page.products.pageInfo.endCursor;
    more = page.products.pageInfo.hasNextPage;
  }
  return available;
}

const PATIENCE_MS = 120_000;

/** Waits until checkout has heard of every SKU and its stock. @throws ShopError when it has not in two minutes. */
export async function awaitOffers(replay: Replay, catalog: readonly CatalogEntry[]): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const available = await readOffers(replay);
    const missing = catalog.filter(({ sku, openingStock }) => (available.get(sku) ?? 0) < openingStock);
    if (missing.length === 0) return;
    if (Date.now() > deadline)
      throw new ShopError(`checkout does not know ${missing.length} of the SKUs, e.g. ${missing[0]?.sku}`, "OFFERS_MISSING");
    await Bun.sleep(500);
  }
}

/** Opens an account for every customer. Passwords follow from the run's name, so that an interrupted run can go on. */
export async function registerCustomers(
  replay: Replay,
  customers: readonly string[],
  onProgress: (done: number) => void,
): Promise<ReadonlyMap<string, Session>> {
  const limit = pLimit(4);
  const sessions = await Promise.all(
    customers.map((customer) =>
      limit(async () => {
        const password = createHash("sha256").update(`${replay.run}:${customer}`).digest("hex");
        const email = `customer-${customer}.${replay.run}@replay.example`;
        const session = await registerOrLogin(replay.client, { email, password, name: `Customer ${customer}` });
        onProgress(1);
        return [customer, session] as const;
      }),
    ),
  );
  return new Map(sessions);
}
