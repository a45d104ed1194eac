import { auditShop } from "@mercato/local/audit/audit";
import { openDatabases } from "@mercato/local/audit/databases";
import { startBothServers } from "@mercato/local/both-servers";
import { type DemoCatalogue, loadDemoCatalogue, readDemoCatalogue } from "@mercato/local/demo/catalogue";
import { signIn } from "@mercato/local/demo/sign-in";
import { createGraphqlClient } from "@mercato/local/graphql-client";
import type { Guard } from "@mercato/local/servers/guard";
import { describeExit } from "@mercato/local/servers/managed";
import type { Report } from "@mercato/local/servers/report";
import type { ServerExit } from "@mercato/local/servers/server-process";
import { type Shop, type ShopMode, startShop } from "@mercato/local/shop";

/** What the flash sale sells. */
export const FLASH_SKU = "FLASH-SALE";
const PLENTY = 1_000_000;

/** A shop that is there for one load test. */
export interface LoadedShop extends AsyncDisposable {
  readonly endpoint: string;
  /** Process ids by the part of the shop. */
  pids(): Readonly<Record<string, number | undefined>>;
  /** Aborted when a server or a service dies: what is measured then is worth nothing. */
  readonly broken: AbortSignal;
  /** Breaches of the laws, once the shop has come to rest. */
  audit(accepted: ReadonlySet<string>): Promise<readonly string[]>;
}

export interface OwnShopOptions {
  /** Where it keeps its data. */
  readonly directory: string;
  readonly mode: ShopMode;
  readonly report: Report;
  readonly guard: Guard;
  readonly signal: AbortSignal;
  /** Units of the flash sale's SKU. @default it is not for sale */
  readonly flashStock?: number | undefined;
  /** How many processes of the router and of each subgraph there are. @default 1 */
  readonly replicas?: number | undefined;
}

/** The demo shop's shelves, filled up, and what the flash sale sells. */
function shelves(flashStock: number | undefined): DemoCatalogue {
  const { currency, products } = readDemoCatalogue();
  const filled = products.map((product) => ({ ...product, variants: product.variants.map((variant) => ({ ...variant, stock: PLENTY })) }));
  if (flashStock === undefined) return { currency, products: filled };
  const flash = {
    key: "flash-sale",
    title: "Midnight Lamp",
    category: ["Offers"],
    description: "One night only.",
    variants: [{ sku: FLASH_SKU, title: "Midnight Lamp", price: "9.99", stock: flashStock }],
  };
  return { currency, products: [...filled, flash] };
}

/** Fills the shelves with the demo shop's goods, plenty of each. */
export async function openForBusiness(shop: Shop, flashStock?: number): Promise<void> {
  const { adminEmail: email, adminPassword: password } = shop.secrets;
  const { client } = await signIn(createGraphqlClient(shop.endpoint), { email, password });
  await loadDemoCatalogue(client, shelves(flashStock));
}

export async function dropDatabases(url: string, prefix: string): Promise<void> {
  const databases = await openDatabases(url, prefix);
  await databases.drop().finally(() => databases.close());
}

/** Starts servers and a shop with full shelves on free ports. The router's rate limit is off: one client plays all customers. */
export async function openOwnShop(options: OwnShopOptions): Promise<LoadedShop> {
  const { directory, report, guard, signal, mode, replicas } = options;
  const dead = new AbortController();
  const onDeath = (exit: ServerExit) => {
    report.say(`${exit.name} ended ${describeExit(exit)}; its log ends with:\n${exit.logTail}`);
    dead.abort();
  };
  await using stack = new AsyncDisposableStack();
  const servers = stack.use(await startBothServers({ directory, report, guard, onDeath, signal }));
  const prefix = `load${crypto.randomUUID().slice(0, 8)}`;
  const environment = { all: { LOG_LEVEL: "warn" }, router: { RATE_LIMIT_POINTS: "0" } };
  // Servers that the environment names outlive the shop; its databases need not.
  stack.defer(() => dropDatabases(servers.database.url, prefix));
  const start = () => startShop({ ...servers, directory, mode, guard, report, environment, prefix, replicas, signal, onFailure: onDeath });
  const shop = stack.use(await report.stage("starting the services", start));
  await report.stage("filling the shelves", () => openForBusiness(shop, options.flashStock));
  const kept = stack.move();
  return {
    endpoint: shop.endpoint,
    pids: () => ({ ...shop.processes, ...servers.database.pids, ...servers.nats.pids }),
    broken: dead.signal,
    audit: (accepted) => auditShop({ url: servers.database.url, prefix, accepted, signal }),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
