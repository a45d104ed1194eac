import { existsSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { acquireLock, LockHeldError } from "../bootstrap/lock.mjs";
import { type BothServers, startBothServers } from "../both-servers.ts";
import { DEFAULT_STACK, stackDirectory, stackPrefix } from "../checkout.ts";
import { isEmpty, loadDemoCatalogue } from "../demo/catalogue.ts";
import { signIn } from "../demo/sign-in.ts";
import { createGraphqlClient, type GraphqlClient } from "../graphql-client.ts";
import { startGuard } from "../servers/guard.ts";
import { describeExit } from "../servers/managed.ts";
import { SetupProblem } from "../servers/problem.ts";
import { removeServerData } from "../servers/remove-data.ts";
import type { Report } from "../servers/report.ts";
import type { ServerExit } from "../servers/server-process.ts";
import { type StackSecrets, secretsFile } from "../shop/secrets.ts";
import { type Shop, type ShopMode, startShop } from "../shop.ts";
import { readState, removeState, writeState } from "../stack-state.ts";
import type { CommandContext } from "./context.ts";
import { chooseStackPorts } from "./stack-ports.ts";

export interface StartOptions {
  readonly stack: string;
  readonly mode: ShopMode;
  readonly port?: number | undefined;
  readonly databasePort?: number | undefined;
  readonly natsPort?: number | undefined;
  readonly databaseSource?: string | undefined;
  readonly natsSource?: string | undefined;
  /** Throw the stack's data away first. */
  readonly fresh: boolean;
  /** Load the demo catalogue into an empty shop. */
  readonly catalogue: boolean;
}

async function lockStack(directory: string, stack: string): Promise<() => Promise<void>> {
  try {
    return await acquireLock(join(directory, "lock"));
  } catch (error) {
    if (!(error instanceof LockHeldError)) throw error;
    const state = await readState(directory);
    const where = state === undefined ? "" : ` at ${state.endpoint}`;
    throw new SetupProblem(`The stack "${stack}" is up already${where} (process ${error.pid}).`, [
      "Use it, stop it (Ctrl-C there), or start another one beside it: npm start -- --stack NAME --port N",
    ]);
  }
}

interface Stack {
  readonly directory: string;
  readonly options: StartOptions;
  readonly context: CommandContext;
}

function announce(shop: Shop, { directory, options, context: { report, print } }: Stack): void {
  const which = options.stack === DEFAULT_STACK ? "" : ` --stack ${options.stack}`;
  const demo = (flags: string) => `npm run demo${flags + which === "" ? "" : ` --${which}${flags}`}`;
  report.say("ready");
  print(
    [
      "",
      `  The shop is open at   ${shop.endpoint}`,
      `  GraphiQL              ${shop.endpoint} (in a browser)`,
      `  Administrator         ${shop.secrets.adminEmail}, password in ${secretsFile(directory)}`,
      `  Logs                  ${join(directory, "logs")}`,
      "",
      "  Next, in a second terminal:",
      `    ${demo("")}`,
      "      an order, from search to confirmation",
      `    ${demo(" --decline")}`,
      "      a declined card leaves no trace",
      "",
      "  Ctrl-C stops everything.",
      "",
    ].join("\n"),
  );
}

async function signInAsAdmin(client: GraphqlClient, { adminEmail, adminPassword }: StackSecrets): Promise<GraphqlClient> {
  try {
    const admin = await signIn(client, { email: adminEmail, password: adminPassword });
    return admin.client;
  } catch (cause) {
    throw new SetupProblem(
      `The administrator ${adminEmail} cannot sign in.`,
      ["The database has an administrator of another stack. Start with --fresh, with another --stack, or with --no-catalogue."],
      { cause },
    );
  }
}

/** The marker tells a catalogue that was cut off while it was loaded, and is to be loaded again. */
async function fillWhenEmpty(shop: Shop, directory: string, report: Report): Promise<void> {
  const client = createGraphqlClient(shop.endpoint);
  const marker = join(directory, "catalogue.loading");
  if (!existsSync(marker) && !(await isEmpty(client))) return;
  await report.stage("the shop is empty: loading the demo catalogue", async () => {
    await writeFile(marker, "");
    await loadDemoCatalogue(await signInAsAdmin(client, shop.secrets));
    await rm(marker);
  });
}

/** Ends with the first thing that ends the stack: a signal, or a server or service that is gone for good. */
function createEnding({ report, interruption }: CommandContext) {
  const broken = new AbortController();
  return {
    signal: AbortSignal.any([interruption.signal, broken.signal]),
    failed: () => broken.signal.aborted,
    fail(exit: ServerExit) {
      if (interruption.signal.aborted || broken.signal.aborted) return;
      report.say(
        `${exit.name} (process ${exit.pid}) ended ${describeExit(exit)}. Stopping the stack. Its log, ${exit.logFile}, ends with:\n${exit.logTail}\nThe data is kept: start again with npm start.`,
      );
      broken.abort();
    },
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

async function openShop({ directory, options, context }: Stack, ending: ReturnType<typeof createEnding>): Promise<void> {
  const { report, env } = context;
  await using guard = await startGuard(join(directory, "processes.json"));
  const ports = await chooseStackPorts({ ...options, env, report });
  const shared = { directory, report, guard, signal: ending.signal };
  if (options.fresh) await report.stage("removing the stack's data", () => removeServerData(directory));
  await using servers: BothServers = await startBothServers({
    ...shared,
    databasePort: ports.database,
    natsPort: ports.nats,
    databaseSource: options.databaseSource,
    natsSource: options.natsSource,
    onDeath: ending.fail,
  });
  if (ending.signal.aborted) return;
  const { database, nats } = servers;
  await using shop = await report.stage(`starting the services (${options.mode === "single" ? "one process" : "a process each"})`, () =>
    startShop({
      ...shared,
      prefix: stackPrefix(options.stack),
      mode: options.mode,
      database,
      nats,
      ports: ports.services,
      onFailure: ending.fail,
    }),
  );
  if (options.catalogue && !ending.signal.aborted) await fillWhenEmpty(shop, directory, report);
  if (!ending.signal.aborted) {
    await writeState(directory, {
      pid: process.pid,
      mode: options.mode,
      endpoint: shop.endpoint,
      urls: Object.fromEntries(Object.entries(shop.urls)),
      mongoUrl: database.url,
      natsUrl: nats.url,
      startedAt: new Date().toISOString(),
    });
    announce(shop, { directory, options, context });
  }
  await untilAborted(ending.signal);
  await removeState(directory);
  report.say("draining");
}

/** Brings the stack up and keeps it up until it is told to stop. Exit code 0 after a wanted stop, 1 when something broke. */
export async function start(options: StartOptions, context: CommandContext): Promise<number> {
  const directory = stackDirectory(options.stack);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const unlock = await lockStack(directory, options.stack);
  const ending = createEnding(context);
  try {
    await removeState(directory);
    await openShop({ directory, options, context }, ending);
    context.report.say("stopped");
    return ending.failed() ? 1 : 0;
  } finally {
    await unlock();
  }
}
