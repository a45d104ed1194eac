import { freePort } from "@mercato/local/servers/free-port";
import type { EnvironmentOverrides } from "@mercato/local/shop/service-environment";
import { describeService, type ServerName, type ServiceName, serviceNames } from "@mercato/topology";
import { resolveVariable } from "@mercato/topology/variables";
import { type Link, links, nameOf, type Target } from "../schedule/fault.ts";
import { type LinkProxy, startProxy } from "./proxy.ts";

/** The connections of a shop, each of which goes through a proxy of its own. */
export interface Links extends AsyncDisposable {
  /** Where the services listen themselves. */
  readonly ports: Readonly<Record<ServiceName, number>>;
  /** Variables by which services find each other and their servers through the proxies. */
  readonly environment: EnvironmentOverrides;
  proxyOf(link: Link): LinkProxy;
  healAll(): void;
}

async function choosePorts(): Promise<Record<ServiceName, number>> {
  const chosen = await Promise.all(serviceNames.map(async (name) => [name, await freePort()] as const));
  return Object.fromEntries(chosen) as Record<ServiceName, number>; // Every name is in `serviceNames`.
}

/** The variables of a service that hold addresses, with those of its proxies in them. */
function addressesOf(from: ServiceName, urls: Readonly<Record<ServerName, string>>, portOf: (to: Target) => number) {
  const service = describeService(from);
  const place = {
    server(name: ServerName) {
      const url = new URL(urls[name]);
      url.port = String(portOf(name));
      return url.href;
    },
    origin: (name: ServiceName) => `http://127.0.0.1:${portOf(name)}`,
    secret: () => "",
    prefix: "",
  };
  const addresses = Object.entries(service.variables).filter(([, { from: source }]) =>
    ["server", "service", "routing-urls"].includes(source),
  );
  return Object.fromEntries(addresses.map(([name, source]) => [name, resolveVariable(source, service, place)]));
}

/** Lays a proxy into every connection of the topology. `urls` are those of the servers, on 127.0.0.1. */
export async function layLinks(urls: Readonly<Record<ServerName, string>>): Promise<Links> {
  const ports = await choosePorts();
  const targetPort = (to: Target) => (to === "database" || to === "nats" ? Number(new URL(urls[to]).port) : ports[to]);
  await using stack = new AsyncDisposableStack();
  const proxies = new Map<string, LinkProxy>();
  for (const link of links) proxies.set(nameOf(link), stack.use(await startProxy(targetPort(link.to))));
  const proxyOf = (link: Link) => {
    const proxy = proxies.get(nameOf(link));
    if (proxy === undefined) throw new RangeError(`there is no connection ${nameOf(link)}`);
    return proxy;
  };
  const environment = Object.fromEntries(
    serviceNames.map((from) => [from, addressesOf(from, urls, (to) => proxyOf({ from, to }).port)] as const),
  );
  const kept = stack.move();
  return {
    ports,
    environment,
    proxyOf,
    healAll() {
      for (const proxy of proxies.values()) proxy.heal();
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
