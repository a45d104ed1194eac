import { join } from "node:path";
import { startBothServers } from "@mercato/local/both-servers";
import { createScratch } from "@mercato/local/scratch";
import { startGuard } from "@mercato/local/servers/guard";
import { describeExit } from "@mercato/local/servers/managed";
import type { Report } from "@mercato/local/servers/report";
import type { ServerExit } from "@mercato/local/servers/server-process";
import { type ShopMode, startShop } from "@mercato/local/shop";

/** A shop that lives only as long as the work on it. */
export interface OwnShop {
  readonly endpoint: string;
  readonly staff: { readonly email: string; readonly password: string };
}

export interface OwnShopOptions {
  readonly mode: ShopMode;
  readonly report: Report;
  /** Ends the wait for the work. */
  readonly interrupted: AbortSignal;
}

function whenAborted(signal: AbortSignal, message: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(new Error(message)), { once: true });
  });
}

/**
 * Starts servers and a shop with nothing in it on free ports, runs the work, and stops and removes everything, also when the work fails or is
 * interrupted. The router's rate limit is off: one client plays thousands of customers.
 */
export async function withOwnShop<T>(options: OwnShopOptions, work: (shop: OwnShop) => Promise<T>): Promise<T> {
  const { report, mode } = options;
  const broken = Promise.withResolvers<never>();
  const onDeath = (exit: ServerExit) => broken.reject(new Error(`${exit.name} ended ${describeExit(exit)}:\n${exit.logTail}`));
  broken.promise.catch(() => undefined);
  await using scratch = await createScratch("replay");
  const { directory } = scratch;
  await using guard = await startGuard(join(directory, "processes.json"));
  await using servers = await startBothServers({ directory, report, guard, onDeath, signal: options.interrupted });
  const environment = { all: { LOG_LEVEL: "warn" }, router: { RATE_LIMIT_POINTS: "0" } };
  await using shop = await report.stage("starting the services", () =>
    startShop({ ...servers, directory, mode, guard, report, environment, onFailure: onDeath }),
  );
  const staff = { email: shop.secrets.adminEmail, password: shop.secrets.adminPassword };
  return await Promise.race([work({ endpoint: shop.endpoint, staff }), broken.promise, whenAborted(options.interrupted, "interrupted")]);
}
