import { type ServiceDescription, type ServiceName, serviceNames, topology } from "@mercato/topology";
import { originOf, type ShopSettings, serviceEnvironment } from "./service-environment.ts";

/** A process for each service (or several of them), or all services in one. */
export type ShopMode = "processes" | "single";

/** How many processes share a service's port: one number for all services, or by service (1 where nothing is said). */
export type Replicas = number | Readonly<Partial<Record<ServiceName, number>>>;

/** One process of a shop. */
export interface Unit {
  /** `orders`; the second process of it is `orders.2`. */
  readonly name: string;
  readonly services: readonly ServiceName[];
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly origin: string;
  /** Whether others answer at its address, too. */
  readonly sharesPort: boolean;
}

export interface UnitsOptions {
  readonly mode: ShopMode;
  readonly settings: ShopSettings;
  /** Not in single mode. @default one each */
  readonly replicas?: Replicas | undefined;
}

const SINGLE = "shop";

function replicate(service: ServiceDescription, settings: ShopSettings, count: number): readonly Unit[] {
  const sharesPort = count > 1;
  const env = { ...serviceEnvironment(service, settings), ...(sharesPort ? { REUSE_PORT: "true" } : {}) };
  const { name, entry } = service;
  return Array.from({ length: count }, (_, index) => ({
    name: index === 0 ? name : `${name}.${index + 1}`,
    services: [name],
    entry,
    env,
    origin: originOf(settings, name),
    sharesPort,
  }));
}

/** The processes of a shop, those of a service together. @throws RangeError when replicas are asked for that there cannot be */
export function unitsOf({ mode, settings, replicas = 1 }: UnitsOptions): readonly Unit[] {
  const countOf = (name: ServiceName) => (typeof replicas === "number" ? replicas : (replicas[name] ?? 1));
  const counts = serviceNames.map(countOf);
  if (counts.some((count) => !Number.isSafeInteger(count) || count < 1)) throw new RangeError("a service has at least one process");
  const isSeveral = counts.some((count) => count > 1);
  if (isSeveral && mode === "single") throw new RangeError("in single mode there is one process");
  // Elsewhere the last process to listen gets all connections, or none can share at all.
  if (isSeveral && process.platform !== "linux") throw new RangeError("processes share a port on Linux only");
  if (mode === "processes") return topology.flatMap((service) => replicate(service, settings, countOf(service.name)));
  const environments = Object.fromEntries(topology.map((service) => [service.name, serviceEnvironment(service, settings)]));
  const env = { ...settings.overrides?.all, PORT: String(settings.ports.router), SHOP_ENVIRONMENTS: JSON.stringify(environments) };
  const origin = originOf(settings, "router");
  return [{ name: SINGLE, services: serviceNames, entry: "infra/local/single.ts", env, origin, sharesPort: false }];
}
