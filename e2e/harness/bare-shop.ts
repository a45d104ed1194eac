import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { eventually } from "@mercato/chassis/testing";
import { ROOT } from "@mercato/local/checkout";
import { freePort } from "@mercato/local/servers/free-port";
import type { Guard } from "@mercato/local/servers/guard";
import type { ShopMode } from "@mercato/local/shop";
import { createSecrets, type StackSecrets } from "@mercato/local/shop/secrets";
import { type EnvironmentOverrides, originOf, type ShopSettings, serviceEnvironment } from "@mercato/local/shop/service-environment";
import { serviceNames, topology } from "@mercato/topology";

/** One process of a shop that nobody supervises. */
export interface BareProcess {
  readonly name: string;
  readonly pid: number;
  /** Where it listens. */
  readonly origin: string;
  /** Resolves with its exit code; 128 and the signal's number when a signal ended it. */
  readonly exited: Promise<number>;
  kill(signal: "SIGTERM" | "SIGINT"): void;
}

export interface BareShop {
  readonly processes: readonly BareProcess[];
  readonly secrets: StackSecrets;
}

export interface BareShopOptions {
  readonly mode: ShopMode;
  readonly prefix: string;
  readonly servers: ShopSettings["servers"];
  /** Where logs go. */
  readonly directory: string;
  readonly guard: Guard;
  readonly overrides: EnvironmentOverrides;
}

interface Program {
  readonly name: string;
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly origin: string;
}

function programsOf(mode: ShopMode, settings: ShopSettings): readonly Program[] {
  const programs = topology.map((service) => ({
    name: service.name,
    entry: service.entry,
    env: serviceEnvironment(service, settings),
    origin: originOf(settings, service.name),
  }));
  if (mode === "processes") return programs;
  const environments = Object.fromEntries(programs.map(({ name, env }) => [name, env]));
  const env = { ...settings.overrides?.all, PORT: String(settings.ports.router), SHOP_ENVIRONMENTS: JSON.stringify(environments) };
  return [{ name: "shop", entry: "infra/local/single.ts", env, origin: originOf(settings, "router") }];
}

function start({ name, entry, env, origin }: Program, { directory, guard }: BareShopOptions): BareProcess {
  const child = Bun.spawn([process.execPath, join(ROOT, entry)], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...env },
    stdin: "ignore",
    stdout: Bun.file(join(directory, "logs", `${name}.log`)),
    stderr: Bun.file(join(directory, "logs", `${name}.err.log`)),
  });
  guard.add(child.pid, "SIGTERM");
  const exited = child.exited.finally(() => guard.remove(child.pid));
  return { name, origin, exited, pid: child.pid, kill: (signal) => child.kill(signal) };
}

async function isReady({ origin }: BareProcess): Promise<boolean> {
  return (await fetch(`${origin}/health/ready`)).ok;
}

/** Starts the shop's programs as any process manager would, and resolves when all are ready. */
export async function startBareShop(options: BareShopOptions): Promise<BareShop> {
  await mkdir(join(options.directory, "logs"), { recursive: true });
  const ports = Object.fromEntries(await Promise.all(serviceNames.map(async (name) => [name, await freePort()] as const)));
  const secrets = await createSecrets();
  const { servers, prefix, overrides } = options;
  // Every name is in `serviceNames`.
  const settings: ShopSettings = { servers, prefix, secrets, overrides, ports: ports as ShopSettings["ports"] };
  const processes = programsOf(options.mode, settings).map((program) => start(program, options));
  for (const one of processes) await eventually(`${one.name} is ready`, () => isReady(one).catch(() => false), { timeoutMs: 60_000 });
  return { processes, secrets };
}
