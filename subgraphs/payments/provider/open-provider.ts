import type { Clock } from "@mercato/chassis/clock";
import type { Stoppable } from "@mercato/chassis/lifecycle";
import type { Log } from "@mercato/chassis/log";
import { connectDatabase, type Database } from "@mercato/chassis/mongo";
import type { PaymentProvider } from "./provider.ts";
import { openBooks } from "./sandbox/books.ts";
import { createSandboxProvider } from "./sandbox/sandbox.ts";

export interface ProviderSettings {
  readonly kind: "sandbox";
  readonly mongoUrl: string;
  /** The subgraph's own database; the sandbox keeps its books beside it, never in it. */
  readonly mongoDatabase: string;
  readonly clock: Clock;
  readonly log: Log;
}

export interface OpenedProvider extends Stoppable {
  readonly provider: PaymentProvider;
}

const SANDBOX_POOL = 10;

/** The sandbox with its books in a database of their own. @throws when the database refuses the indexes. */
export async function openSandbox(database: Database, clock: Clock): Promise<PaymentProvider> {
  return createSandboxProvider({ books: await openBooks(database, () => clock.now()), clock });
}

/** Opens the provider that was chosen. Nothing is chosen here: a shop must not take play money by mistake. */
export async function openProvider(settings: ProviderSettings): Promise<OpenedProvider> {
  const { mongoUrl, mongoDatabase, clock, log } = settings;
  log.warn({ provider: settings.kind }, "payments go to the sandbox: no money moves");
  const database = await connectDatabase({ url: mongoUrl, database: `${mongoDatabase}_sandbox`, clock, log, poolSize: SANDBOX_POOL });
  try {
    return { provider: await openSandbox(database, clock), stop: () => database.stop() };
  } catch (error) {
    await database.stop();
    throw error;
  }
}
