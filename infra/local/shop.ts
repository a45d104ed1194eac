import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type ServiceName, serviceNames } from "@mercato/topology";
import { acquireLock } from "./bootstrap/lock.mjs";
import { freePort } from "./servers/free-port.ts";
import { type Guard, startGuard } from "./servers/guard.ts";
import { describeExit, type ManagedServer } from "./servers/managed.ts";
import { type Report, silentReport } from "./servers/report.ts";
import { type ServerExit, setLogsAside } from "./servers/server-process.ts";
import { provideSecrets, type StackSecrets } from "./shop/secrets.ts";
import { type EnvironmentOverrides, originOf, type ShopSettings } from "./shop/service-environment.ts";
import { startServiceProcess } from "./shop/service-process.ts";
import { createCrashCounter, RESTART_POLICY } from "./shop/supervise.ts";
import { type Replicas, type ShopMode, type Unit, unitsOf } from "./shop/units.ts";

export type { Replicas, ShopMode } from "./shop/units.ts";

export interface StartShopOptions {
  /** The stack's directory: secrets and logs are kept here. */
  readonly directory: string;
  /** @default "processes" */
  readonly mode?: ShopMode | undefined;
  readonly database: { readonly url: string };
  readonly nats: { readonly url: string };
  /** @default a free one each */
  readonly ports?: Readonly<Partial<Record<ServiceName, number>>> | undefined;
  /** How many processes share a service's port; more than one on Linux only, and not in single mode. @default one each */
  readonly replicas?: Replicas | undefined;
  /** Variables on top, for one service or (`all`) for all of them. */
  readonly environment?: EnvironmentOverrides | undefined;
  /** Keeps shops on the same servers apart: first token of subjects and database names. @default "mercato" */
  readonly prefix?: string | undefined;
  /** @default silent */
  readonly report?: Report | undefined;
  /** Gives the start up when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** @default one of its own */
  readonly guard?: Guard | undefined;
  /** Called when a service keeps crashing; the rest of the shop still runs. @default nothing happens */
  readonly onFailure?: ((exit: ServerExit) => void) | undefined;
}

/** A running shop. In single mode every service name stands for the one process. */
export interface Shop extends AsyncDisposable {
  /** The router's GraphQL endpoint. */
  readonly endpoint: string;
  /** The address of each service that listens: `http://127.0.0.1:4001`. In single mode that is only the router. */
  readonly urls: Readonly<Partial<Record<ServiceName, string>>>;
  /** Process ids by service, of the first where it has several; changes with restarts. */
  readonly pids: Readonly<Partial<Record<ServiceName, number>>>;
  /** Ids of all processes by their names: `orders`, `orders.2`. */
  readonly processes: Readonly<Record<string, number>>;
  readonly secrets: StackSecrets;
  /** The log of a service. This and what follows is about the first of several processes. */
  logFile(name: ServiceName): string;
  /** SIGKILL. It stays down until `restart`. */
  kill9(name: ServiceName): Promise<void>;
  /** Stops it if it runs, starts it, and waits until it is ready. */
  restart(name: ServiceName): Promise<void>;
  /** SIGSTOP: it keeps its connections and answers nothing. */
  pause(name: ServiceName): void;
  /** SIGCONT. */
  resume(name: ServiceName): void;
  /** Drains and stops everything, the router first. May be called again. */
  stop(): Promise<void>;
}

async function choosePorts(asked: Readonly<Partial<Record<ServiceName, number>>>): Promise<Record<ServiceName, number>> {
  const chosen = await Promise.all(serviceNames.map(async (name) => [name, asked[name] ?? (await freePort())] as const));
  return Object.fromEntries(chosen) as Record<ServiceName, number>; // Every name is in `serviceNames`.
}

interface Supervision {
  readonly options: StartShopOptions;
  readonly guard: Guard;
}

/** One unit of the shop that is started again when it crashes, a few times. */
async function startUnit(unit: Unit, { options, guard }: Supervision): Promise<ManagedServer> {
  const { report = silentReport } = options;
  const crashed = createCrashCounter(RESTART_POLICY);
  let server: ManagedServer | undefined;
  const revive = async (exit: ServerExit) => {
    const attempt = crashed(Date.now());
    report.say(`${exit.name} ended ${describeExit(exit)}; its log is ${exit.logFile}`);
    if (attempt === 0 || server === undefined) {
      options.onFailure?.(exit);
      return;
    }
    report.say(`${exit.name}: starting it again (${attempt} of ${RESTART_POLICY.attempts})`);
    try {
      await server.restart();
    } catch (error) {
      report.say(error instanceof Error ? error.message : String(error));
      options.onFailure?.(exit);
    }
  };
  server = await startServiceProcess({
    name: unit.name,
    entry: unit.entry,
    env: unit.env,
    origin: unit.origin,
    sharesPort: unit.sharesPort,
    logFile: join(options.directory, "logs", `${unit.name}.log`),
    guard,
    signal: options.signal ?? new AbortController().signal,
    onDeath: (exit) => void revive(exit),
  });
  return server;
}

async function startUnits(units: readonly Unit[], supervision: Supervision): Promise<ReadonlyMap<string, ManagedServer>> {
  const starts = units.map(async (unit) => [unit.name, await startUnit(unit, supervision)] as const);
  await Promise.allSettled(starts);
  try {
    return new Map(await Promise.all(starts));
  } catch (error) {
    await Promise.all(starts.map((start) => start.then(([, server]) => server.stop()).catch(() => undefined)));
    throw error;
  }
}

/** Starts the shop's services on servers that run, and resolves when all of them are ready. */
export async function startShop(options: StartShopOptions): Promise<Shop> {
  const { directory, mode = "processes", prefix = "mercato" } = options;
  await mkdir(join(directory, "logs"), { recursive: true });
  const unlock = await acquireLock(join(directory, "shop.lock"), { waitMs: 2_000 });
  setLogsAside(join(directory, "logs"));
  const guard = options.guard ?? (await startGuard(join(directory, "shop-processes.json")));
  const release = async () => {
    if (options.guard === undefined) await guard.close();
    await unlock();
  };
  try {
    const secrets = await provideSecrets(directory);
    const servers = { database: options.database.url, nats: options.nats.url };
    const settings = { servers, ports: await choosePorts(options.ports ?? {}), prefix, secrets, overrides: options.environment };
    const units = unitsOf({ mode, settings, replicas: options.replicas });
    const running = await startUnits(units, { options, guard });
    return describeShop({ options, settings, units, running, release });
  } catch (error) {
    await release();
    throw error;
  }
}

interface Running {
  readonly options: StartShopOptions;
  readonly settings: ShopSettings;
  readonly units: readonly Unit[];
  readonly running: ReadonlyMap<string, ManagedServer>;
  readonly release: () => Promise<void>;
}

function describeShop({ options, settings, units, running, release }: Running): Shop {
  const unitOf = (name: ServiceName) => units.find(({ services }) => services.includes(name))?.name ?? name;
  const serverOf = (name: ServiceName) => {
    const server = running.get(unitOf(name));
    if (server === undefined) throw new RangeError(`${name} is not part of this shop`);
    return server;
  };
  const listening = options.mode === "single" ? (["router"] as const) : serviceNames;
  const stopAll = async () => {
    try {
      // No new work comes in once the router is gone; then the subgraphs finish theirs.
      const routers = units.filter(({ services }) => services.includes("router"));
      await Promise.all(routers.map(({ name }) => running.get(name)?.stop()));
      await Promise.all([...running.values()].map((server) => server.stop()));
    } finally {
      await release();
    }
  };
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= stopAll();
    return stopped;
  };
  return {
    endpoint: `${originOf(settings, "router")}/graphql`,
    urls: Object.fromEntries(listening.map((name) => [name, originOf(settings, name)])),
    get pids() {
      return Object.fromEntries(serviceNames.map((name) => [name, serverOf(name).pids[unitOf(name)]]));
    },
    get processes() {
      return Object.assign({}, ...[...running.values()].map((server) => server.pids));
    },
    secrets: settings.secrets,
    logFile: (name) => join(options.directory, "logs", `${unitOf(name)}.log`),
    kill9: (name) => serverOf(name).kill9(),
    restart: (name) => serverOf(name).restart(),
    pause: (name) => serverOf(name).pause(),
    resume: (name) => serverOf(name).resume(),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
