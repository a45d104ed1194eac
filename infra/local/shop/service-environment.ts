import { type ServerName, type ServiceDescription, type ServiceName, topology, type VariableSource } from "@mercato/topology";
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

function routingUrls(settings: ShopSettings): string {
  const subgraphs = topology.filter(({ kind }) => kind === "subgraph");
  return JSON.stringify(Object.fromEntries(subgraphs.map(({ name }) => [name, `${originOf(settings, name)}/graphql`])));
}

function resolveVariable(source: VariableSource, service: ServiceDescription, settings: ShopSettings): string {
  switch (source.from) {
    case "server":
      return settings.servers[source.server];
    case "secret":
      return secretText(settings.secrets, source.secret);
    case "service":
      return `${originOf(settings, source.service)}${source.path}`;
    case "database-name":
      return `${settings.prefix}_${service.name}`;
    case "bus-prefix":
      return settings.prefix;
    case "routing-urls":
      return routingUrls(settings);
  }
}

/** The variables of one service's process. */
export function serviceEnvironment(service: ServiceDescription, settings: ShopSettings): Record<string, string> {
  const described = Object.entries(service.variables).map(([name, source]) => [name, resolveVariable(source, service, settings)] as const);
  return {
    HOST: "127.0.0.1",
    PORT: String(settings.ports[service.name]),
    ...Object.fromEntries(described),
    ...settings.overrides?.all,
    ...settings.overrides?.[service.name],
  };
}
