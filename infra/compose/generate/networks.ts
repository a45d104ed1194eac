import { type ServerName, type ServiceName, topology } from "@mercato/topology";

/** Where the host and load tests reach the router; the only network with a way out. */
export const EDGE = "edge";

/** The network in which a service is called by those who may call it. */
function callNetwork(callee: ServiceName): string {
  return `to-${callee}`;
}

/** The network of one service with the servers that it stands on, and with no other service. */
function serverNetwork(service: ServiceName): string {
  return `${service}-servers`;
}

function callersOf(callee: ServiceName): readonly ServiceName[] {
  return topology.filter(({ calls }) => calls.includes(callee)).map(({ name }) => name);
}

/** The networks of a service: one for each edge of the topology, so that no container reaches what it does not need. */
export function networksOf(name: ServiceName): readonly string[] {
  const service = topology.find((candidate) => candidate.name === name);
  if (service === undefined) throw new RangeError(`The topology has no service ${name}.`);
  return [
    ...(service.kind === "router" ? [EDGE] : []),
    ...(callersOf(name).length > 0 ? [callNetwork(name)] : []),
    ...service.calls.map(callNetwork),
    ...(service.needs.length > 0 ? [serverNetwork(name)] : []),
  ];
}

/** The networks of a server: those of the services that need it. */
export function networksOfServer(server: ServerName): readonly string[] {
  return topology.filter(({ needs }) => needs.includes(server)).map(({ name }) => serverNetwork(name));
}

/** All networks; only the edge's has a way out of the host. */
export function allNetworks(): Readonly<Record<string, { readonly internal: true } | null>> {
  const inner = [...new Set(topology.flatMap(({ name }) => networksOf(name)))].filter((network) => network !== EDGE);
  return { [EDGE]: null, ...Object.fromEntries(inner.map((network) => [network, { internal: true as const }])) };
}
