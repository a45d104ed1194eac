import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { BothServers } from "@mercato/local/both-servers";
import type { Guard } from "@mercato/local/servers/guard";
import { describeExit } from "@mercato/local/servers/managed";
import type { Report } from "@mercato/local/servers/report";
import { startShop } from "@mercato/local/shop";
import { dropDatabases, openForBusiness } from "../run/own-shop.ts";
import { listenToShop, type Messages } from "./messages.ts";

/** What shops are opened on. */
export interface SagaGround {
  readonly directory: string;
  readonly servers: BothServers;
  readonly report: Report;
  readonly guard: Guard;
  readonly signal: AbortSignal;
}

/** A shop with full shelves, and somebody who listens to its events. */
export interface OpenShop extends AsyncDisposable {
  readonly endpoint: string;
  readonly prefix: string;
  readonly messages: Messages;
}

/** Opens one, in a process for each service. @param databaseUrl where its services think that the database is */
export async function openShop(ground: SagaGround, databaseUrl: string): Promise<OpenShop> {
  const { servers, report, guard, signal } = ground;
  const prefix = `saga${crypto.randomUUID().slice(0, 8)}`;
  const directory = join(ground.directory, prefix);
  await mkdir(directory, { recursive: true });
  await using stack = new AsyncDisposableStack();
  stack.defer(() => dropDatabases(servers.database.url, prefix));
  const shop = stack.use(
    await startShop({
      directory,
      database: { url: databaseUrl },
      nats: servers.nats,
      prefix,
      environment: { all: { LOG_LEVEL: "warn" }, router: { RATE_LIMIT_POINTS: "0" } },
      report,
      guard,
      signal,
      onFailure: (exit) => report.say(`${exit.name} ended ${describeExit(exit)}: ${exit.logTail}`),
    }),
  );
  await openForBusiness(shop);
  const messages = stack.use(await listenToShop(servers.nats.url, prefix));
  const kept = stack.move();
  return { endpoint: shop.endpoint, prefix, messages, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
