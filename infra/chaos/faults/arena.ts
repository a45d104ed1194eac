import { join } from "node:path";
import { startDatabase } from "@mercato/local/servers/database";
import type { Guard } from "@mercato/local/servers/guard";
import { describeExit } from "@mercato/local/servers/managed";
import { startNats } from "@mercato/local/servers/nats";
import type { Report } from "@mercato/local/servers/report";
import type { ServerExit } from "@mercato/local/servers/server-process";
import type { RunningServer } from "@mercato/local/servers/start-options";
import { type Shop, startShop } from "@mercato/local/shop";
import type { EnvironmentOverrides } from "@mercato/local/shop/service-environment";
import { type ServerName, serviceNames } from "@mercato/topology";
import type { Target } from "../schedule/fault.ts";
import { type Links, layLinks } from "./links.ts";
import type { Victim } from "./nemesis.ts";

/** A whole shop on servers of its own, every part of which can be hurt. */
export interface Arena extends AsyncDisposable {
  /** The router's GraphQL endpoint, and the administrator who may sign in there. */
  readonly endpoint: string;
  readonly admin: { readonly email: string; readonly password: string };
  readonly links: Links;
  /** Addresses of the servers themselves, past the proxies. */
  readonly urls: Readonly<Record<ServerName, string>>;
  victimOf(target: Target): Victim;
}

export interface ArenaOptions {
  /** Where it keeps data, keys and logs. */
  readonly directory: string;
  /** First token of its subjects and database names. */
  readonly prefix: string;
  readonly guard: Guard;
  readonly report: Report;
  readonly signal: AbortSignal;
  /** Hears of processes that end though nobody ended them. */
  readonly onSurprise: (what: string) => void;
}

/**
 * Less patience than the defaults have, so that what a killed process was at is taken up again while the run lasts: a delivery after five seconds
 * (default 30), a saga's participant after five (default 10). The router's rate limit is off, since all customers are one client.
 */
const SETTINGS: EnvironmentOverrides = {
  all: { LOG_LEVEL: "warn", BUS_ACK_WAIT_MS: "5000" },
  router: { RATE_LIMIT_POINTS: "0" },
  accounts: { PASSWORD_HASH_MEMORY_KIB: "64", PASSWORD_HASH_ITERATIONS: "1", ACCESS_TOKEN_TTL_SECONDS: "86400" },
  orders: { SAGA_STEP_TIMEOUT_MS: "5000", SAGA_STEP_ATTEMPTS: "4" },
  payments: { PROVIDER_TIMEOUT_MS: "1000" },
};

function merge(base: EnvironmentOverrides, top: EnvironmentOverrides): EnvironmentOverrides {
  const names = ["all", ...serviceNames] as const;
  return Object.fromEntries(names.map((name) => [name, { ...base[name], ...top[name] }]));
}

function describeDeath(exit: ServerExit): string {
  return `${exit.name} (process ${exit.pid}) ended ${describeExit(exit)} by itself; its log ends with:\n${exit.logTail}`;
}

/** What is done to a victim is done one after the other: it is not killed while it is being started, by whoever. */
function inTurn(victim: Victim): Victim {
  let last: Promise<unknown> = Promise.resolve();
  const next = (action: () => Promise<void>) => {
    const turn = last.then(action);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    kill9: () => next(() => victim.kill9()),
    restart: () => next(() => victim.restart()),
    pause: () => victim.pause(),
    resume: () => victim.resume(),
  };
}

type OnDeath = (target: Target, exit: ServerExit) => void;

async function startServers(
  stack: AsyncDisposableStack,
  options: ArenaOptions,
  onDeath: OnDeath,
): Promise<Record<ServerName, RunningServer>> {
  const { directory, guard, report, signal } = options;
  const shared = (name: ServerName) => ({
    directory: join(directory, name),
    guard,
    report,
    signal,
    own: true,
    onDeath: (exit: ServerExit) => onDeath(name, exit),
  });
  // One after the other, so that what has been started is known should the other fail.
  const database = stack.use(await startDatabase(shared("database")));
  const nats = stack.use(await startNats(shared("nats")));
  return { database, nats };
}

function victimsOf(shop: Shop, servers: Record<ServerName, RunningServer>): ReadonlyMap<Target, Victim> {
  const services = serviceNames.map((name): readonly [Target, Victim] => [
    name,
    inTurn({
      kill9: () => shop.kill9(name),
      restart: () => shop.restart(name),
      pause: () => shop.pause(name),
      resume: () => shop.resume(name),
    }),
  ]);
  return new Map([...services, ["database", inTurn(servers.database)], ["nats", inTurn(servers.nats)]]);
}

/** Starts servers, proxies and the shop's services, each as a process, and resolves when all are ready. */
export async function openArena(options: ArenaOptions): Promise<Arena> {
  const { directory, prefix, guard, report, signal, onSurprise } = options;
  await using stack = new AsyncDisposableStack();
  let victims: ReadonlyMap<Target, Victim> = new Map();
  // What dies by itself is started again, as it would be anywhere, and told.
  const onDeath: OnDeath = (target, exit) => {
    onSurprise(describeDeath(exit));
    if (signal.aborted) return;
    victims
      .get(target)
      ?.restart()
      .catch((error: unknown) => onSurprise(`${target} did not start: ${String(error)}`));
  };
  const servers = await startServers(stack, options, onDeath);
  const urls = { database: servers.database.url, nats: servers.nats.url };
  const links = stack.use(await layLinks(urls));
  const environment = merge(SETTINGS, links.environment);
  const onFailure = (exit: ServerExit) => {
    // There is one process of each service, and it has its name.
    const name = serviceNames.find((one) => one === exit.name);
    if (name !== undefined) onDeath(name, exit);
  };
  const start = () =>
    startShop({ ...servers, directory, ports: links.ports, prefix, environment, guard, report, signal, onFailure, mode: "processes" });
  const shop = stack.use(await report.stage("starting the services, a process each", start));
  victims = victimsOf(shop, servers);
  const { adminEmail: email, adminPassword: password } = shop.secrets;
  const kept = stack.move();
  return {
    endpoint: shop.endpoint,
    admin: { email, password },
    links,
    urls,
    victimOf(target) {
      const victim = victims.get(target);
      if (victim === undefined) throw new RangeError(`there is no ${target}`);
      return victim;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
