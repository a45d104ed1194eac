import { type ServerName, type ServiceDescription, topology, type VariableSource } from "@mercato/topology";
import { mongoUrl, originOf, ports, SERVER_REPLICAS, SHUTDOWN_TIMEOUT_MS, secretReference, subgraphNames } from "./names.ts";

/** What this cluster wants otherwise than the services' defaults. */
const choices: Readonly<Partial<Record<string, Readonly<Record<string, string>>>>> = {
  // Play money has to be chosen knowingly; there is no other provider yet.
  payments: { PAYMENT_PROVIDER: "sandbox" },
  // The Ingress appends the client's address.
  router: { TRUSTED_PROXY_HOPS: "1" },
};

/** The value of a variable that is no secret, and is not shared by all subgraphs; undefined for those. */
function ownValue(source: VariableSource, service: ServiceDescription): string | undefined {
  switch (source.from) {
    case "service":
      return `${originOf(source.service)}${source.path}`;
    case "database-name":
      return `mercato_${service.name}`;
    case "routing-urls":
      return JSON.stringify(Object.fromEntries(subgraphNames.map((name) => [name, `${originOf(name)}/graphql`])));
    default:
      return undefined;
  }
}

/** The ConfigMap of one service. */
export function serviceConfig(service: ServiceDescription): Record<string, string> {
  const own = Object.entries(service.variables).flatMap(([name, source]) => {
    const value = ownValue(source, service);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    HOST: "0.0.0.0",
    PORT: String(service.port),
    SHUTDOWN_TIMEOUT_MS: String(SHUTDOWN_TIMEOUT_MS),
    ...Object.fromEntries(own),
    ...choices[service.name],
  };
}

/** The name of the ConfigMap that all subgraphs share. */
export const SERVERS_CONFIG = "servers-config";

const addresses: Readonly<Record<ServerName, string>> = {
  database: mongoUrl(SERVER_REPLICAS),
  nats: `nats://nats:${ports.nats}`,
};

function serverValue(source: VariableSource): string | undefined {
  if (source.from === "bus-prefix") return "mercato";
  return source.from === "server" ? addresses[source.server] : undefined;
}

/** Where the servers are, for every service that needs them. */
export function serversConfig(): Record<string, string> {
  const values = topology
    .flatMap(({ variables }) => Object.entries(variables))
    .map(([name, source]) => [name, serverValue(source)] as const);
  const known = values.filter((entry): entry is readonly [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(known), BUS_REPLICAS: String(SERVER_REPLICAS) };
}

/** The variables of a service that come from Secrets. */
export function secretVariables(service: ServiceDescription): readonly Readonly<Record<string, unknown>>[] {
  return Object.entries(service.variables).flatMap(([name, source]) =>
    source.from === "secret" ? [{ name, valueFrom: { secretKeyRef: secretReference(source.secret) } }] : [],
  );
}
