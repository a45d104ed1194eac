import { type SecretName, type ServerName, type ServiceDescription, type ServiceName, topology, type VariableSource } from "./topology.ts";

/** A place where the shop runs (this machine, compose, a cluster), as far as variables depend on it. */
export interface Place {
  /** The URL of a server, as a service of the shop reaches it. */
  server(name: ServerName): string;
  /** Scheme, host and port of a service, as another service reaches it. */
  origin(name: ServiceName): string;
  /** The text of a secret, or a reference to it. */
  secret(name: SecretName): string;
  /** First token of every subject and of every database's name. */
  readonly prefix: string;
}

function routingUrls(place: Place): string {
  const subgraphs = topology.filter(({ kind }) => kind === "subgraph");
  return JSON.stringify(Object.fromEntries(subgraphs.map(({ name }) => [name, `${place.origin(name)}/graphql`])));
}

/** The value of one variable of a service, in a place. */
export function resolveVariable(source: VariableSource, service: Pick<ServiceDescription, "name">, place: Place): string {
  switch (source.from) {
    case "server":
      return place.server(source.server);
    case "secret":
      return place.secret(source.secret);
    case "service":
      return `${place.origin(source.service)}${source.path}`;
    case "database-name":
      return `${place.prefix}_${service.name}`;
    case "bus-prefix":
      return place.prefix;
    case "routing-urls":
      return routingUrls(place);
  }
}
