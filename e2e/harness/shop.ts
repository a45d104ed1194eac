import { afterAll, setDefaultTimeout } from "bun:test";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Books, readBooks } from "@mercato/local/audit/books";
import { type Databases, openDatabases } from "@mercato/local/audit/databases";
import { breachesAtAnyInstant, breachesAtRest, underWay } from "@mercato/local/audit/laws";
import { ROOT } from "@mercato/local/checkout";
import { createScratch } from "@mercato/local/scratch";
import { startDatabase } from "@mercato/local/servers/database";
import { type Guard, startGuard } from "@mercato/local/servers/guard";
import { startNats } from "@mercato/local/servers/nats";
import type { RunningServer } from "@mercato/local/servers/start-options";
import { type Shop, type ShopMode, startShop } from "@mercato/local/shop";
import type { EnvironmentOverrides } from "@mercato/local/shop/service-environment";
import { serviceNames } from "@mercato/topology";
import { type BareShop, startBareShop } from "./bare-shop.ts";
import { openStreams, type Streams } from "./bus.ts";
import { type Client, createClient } from "./client.ts";
import { createPeople, type People } from "./people.ts";

export interface OpenOptions {
  /** @default "processes" */
  readonly mode?: ShopMode;
  /** Variables on top of the quick settings. */
  readonly environment?: EnvironmentOverrides;
  /** Servers that it has for itself, to be killed. @default none: it stands on those of the environment, which all tests share */
  readonly own?: readonly ("database" | "nats")[];
}

/** A shop of real processes that a scenario has for itself. */
export interface TestShop extends People {
  /** What it runs as: to be killed, paused and started again. */
  readonly processes: Shop;
  /** First token of its subjects and database names. */
  readonly prefix: string;
  /** Anonymous, at the router. */
  readonly client: Client;
  readonly databases: Databases;
  readonly streams: Streams;
  /** What it stands on. Only its own can be killed. */
  readonly servers: { readonly database: RunningServer; readonly nats: RunningServer };
  /** Ids of all orders that the shop has told somebody to have accepted. */
  readonly accepted: ReadonlySet<string>;
  /**
   * Waits until nothing is under way any more, and holds the books against the laws all the time.
   * @throws Error naming every law that is broken, and what is still under way when time is up
   */
  expectLaws(timeoutMs?: number): Promise<Books>;
}

/** A test that takes longer fails, in milliseconds; the longest waits for servers that are killed and started again. */
const TEST_MS = 120_000;
const REST_MS = 60_000;
const LOOK_MS = 200;

/** Patience and passwords for tests: what a killed process was at is delivered again after three seconds, and a saga gives up on a participant that does not answer after seven seconds. */
const QUICK: EnvironmentOverrides = {
  all: { LOG_LEVEL: "warn", BUS_ACK_WAIT_MS: "3000" },
  router: { RATE_LIMIT_POINTS: "0" },
  accounts: { PASSWORD_HASH_MEMORY_KIB: "64", PASSWORD_HASH_ITERATIONS: "1" },
  orders: { SAGA_STEP_TIMEOUT_MS: "1000", SAGA_STEP_ATTEMPTS: "3", RESERVATION_TTL_SECONDS: "120" },
};

function merge(base: EnvironmentOverrides, top: EnvironmentOverrides): EnvironmentOverrides {
  const names = ["all", ...serviceNames] as const;
  return Object.fromEntries(names.map((name) => [name, { ...base[name], ...top[name] }]));
}

function requireServers(): void {
  if (process.env["MONGO_URL"] && process.env["NATS_URL"]) return;
  throw new Error("MONGO_URL and NATS_URL are not set. Run `npm test`, or `npm run with-servers -- bun test ./e2e/SCENARIO`.");
}

interface ServersOptions {
  readonly directory: string;
  readonly guard: Guard;
  readonly own: readonly ("database" | "nats")[];
}

/** The servers of the environment, or others of the same kind. */
async function openServers(stack: AsyncDisposableStack, { directory, guard, own }: ServersOptions): Promise<TestShop["servers"]> {
  requireServers();
  const optionsFor = (name: "database" | "nats") => ({ guard, directory: join(directory, name), own: own.includes(name) });
  const database = stack.use(await startDatabase(optionsFor("database")));
  const nats = stack.use(await startNats(optionsFor("nats")));
  return { database, nats };
}

async function stillUnderWay(books: Books, streams: Streams): Promise<readonly string[]> {
  const undelivered = await streams.undelivered();
  return [...underWay(books), ...(undelivered === 0 ? [] : [`${undelivered} messages are on their way`])];
}

interface Watched {
  readonly databases: Databases;
  readonly streams: Streams;
  readonly accepted: ReadonlySet<string>;
}

function fail(breaches: readonly string[]): never {
  throw new Error(`the laws are broken:\n${breaches.slice(0, 30).join("\n")}`);
}

async function expectLaws({ databases, streams, accepted }: Watched, timeoutMs: number): Promise<Books> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const rest = await stillUnderWay(await readBooks(databases), streams);
    const books = await readBooks(databases);
    const early = breachesAtAnyInstant(books);
    if (early.length > 0) fail(early);
    if (rest.length === 0 || Date.now() > deadline) {
      const breaches = [...breachesAtRest(books, accepted), ...rest];
      return breaches.length > 0 ? fail(breaches) : books;
    }
    await Bun.sleep(LOOK_MS);
  }
}

/** Where the logs of a scenario's last run stay. */
function logsOf(scenario: string): string {
  return join(ROOT, ".local", "logs", `e2e-${scenario}`);
}

/** What a shop stands on, and what of it is taken down with it. */
export interface Ground {
  readonly prefix: string;
  readonly directory: string;
  readonly guard: Guard;
  readonly servers: TestShop["servers"];
  readonly databases: Databases;
  readonly streams: Streams;
}

/** Lays the ground for a shop; all of it goes with `stack`. The logs of a scenario's last run stay in `.local/logs`. */
async function layGround(stack: AsyncDisposableStack, scenario: string, own: readonly ("database" | "nats")[]): Promise<Ground> {
  const prefix = `e2e${crypto.randomUUID().replaceAll("-", "").slice(0, 10)}`;
  const { directory } = stack.use(await createScratch(`e2e-${scenario}`));
  stack.defer(() => keepLogs(directory, scenario));
  const guard = stack.use(await startGuard(join(directory, "processes.json")));
  const servers = await openServers(stack, { directory, guard, own });
  const databases = await openDatabases(servers.database.url, prefix);
  stack.defer(() => databases.close());
  stack.defer(() => databases.drop());
  const streams = await openStreams(servers.nats.url, prefix);
  stack.defer(() => streams.close());
  stack.defer(() => streams.drop());
  return { prefix, directory, guard, servers, databases, streams };
}

/** Things that the tests of this file have for themselves; they are disposed of after them. */
function openForThisFile(): AsyncDisposableStack {
  setDefaultTimeout(TEST_MS);
  const stack = new AsyncDisposableStack();
  afterAll(() => stack.disposeAsync(), TEST_MS);
  return stack;
}

/**
 * Opens a shop for the tests of this file, on free ports and under names of its own, and closes it after them: its processes are stopped, its
 * databases and streams dropped.
 */
export async function openShop(scenario: string, options: OpenOptions = {}): Promise<TestShop> {
  const stack = openForThisFile();
  const ground = await layGround(stack, scenario, options.own ?? []);
  const { directory, prefix, guard, servers } = ground;
  const environment = merge(QUICK, options.environment ?? {});
  const processes = stack.use(await startShop({ directory, mode: options.mode, ...servers, environment, prefix, guard }));
  return describeShop(processes, ground);
}

/** Starts a shop's programs for the tests of this file, with nobody to supervise them. */
export async function openBareShop(scenario: string, mode: ShopMode): Promise<BareShop> {
  const stack = openForThisFile();
  const { servers, ...ground } = await layGround(stack, scenario, []);
  const { database, nats } = servers;
  return startBareShop({ ...ground, mode, servers: { database: database.url, nats: nats.url }, overrides: QUICK });
}

async function keepLogs(directory: string, scenario: string): Promise<void> {
  await rm(logsOf(scenario), { recursive: true, force: true });
  await cp(join(directory, "logs"), logsOf(scenario), { recursive: true });
}

function describeShop(processes: Shop, { prefix, databases, streams, servers }: Ground): TestShop {
  const client = createClient(processes.endpoint);
  const accepted = new Set<string>();
  const { adminEmail: email, adminPassword: password } = processes.secrets;
  const people = createPeople({ client, admin: { email, password }, onAccepted: (orderId) => void accepted.add(orderId) });
  return {
    ...people,
    prefix,
    databases,
    streams,
    servers,
    processes,
    client,
    accepted,
    expectLaws: (timeoutMs = REST_MS) => expectLaws({ databases, streams, accepted }, timeoutMs),
  };
}
