import type { ServerName, ServiceDescription, ServiceName } from "@mercato/topology";
import { type Place, resolveVariable } from "@mercato/topology/variables";
import { type StackSecrets, secretText } from "./secrets.ts";

/** What a shop is started with; every service's environment follows from it. */
export interface ShopSettings {
  readonly servers: Readonly<Record<ServerName, string>>;
  readonly ports: Readonly<Record<ServiceName, number>>;
  /** First token of every subject and of every database's name. */
  readonly prefix: string;
  readonly secrets: StackSecrets;
  /** Variables on top, for one service or for all of them. */
  readonly overrides?: EnvironmentOverrides | undefined;
}

/** Variables by service; those under `all` go to every service. */
export type EnvironmentOverrides = Readonly<Partial<Record<ServiceName | "all", Readonly<Record<string, string>>>>>;

/** The address of a service. */
export function originOf(settings: Pick<ShopSettings, "ports">, name: ServiceName): string {
  return `http://127.0.0.1:${settings.ports[name]}`;
}

function placeOf(settings: ShopSettings): Place {
  return {
    server: (name) => settings.servers[name],
    origin: (name) => originOf(settings, name),
    secret: (name) => secretText(settings.secrets, name),
    prefix: settings.prefix,
  };
}

/** The variables of one service's process. */
export function serviceEnvironment(service: ServiceDescription, settings: ShopSettings): Record<string, string> {
  const place = placeOf(settings);
  const described = Object.entries(service.variables).map(([name, source]) => [name, resolveVariable(source, service, place)] as const);
  return {
    HOST: "127.0.0.1",
    PORT: String(settings.ports[service.name]),
    ...Object.fromEntries(described),
    // A shop on this machine may be made to fail on purpose.
    ...(service.kind === "subgraph" ? { FAULTS_ALLOWED: "true" } : {}),
    ...settings.overrides?.all,
    ...settings.overrides?.[service.name],
  };
}
