import { describeService, type ServiceName, topology } from "@mercato/topology";
import { choosePort } from "../servers/free-port.ts";
import type { Report } from "../servers/report.ts";
import type { ShopMode } from "../shop.ts";

export interface StackPortsOptions {
  /** The router's port; the subgraphs' follow it. */
  readonly port?: number | undefined;
  readonly mode: ShopMode;
  readonly databasePort?: number | undefined;
  readonly natsPort?: number | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly report: Report;
}

export interface StackPorts {
  readonly services: Readonly<Record<ServiceName, number>>;
  /** Undefined when a running server is used. */
  readonly database: number | undefined;
  readonly nats: number | undefined;
}

const USUAL_DATABASE = 27017;
const USUAL_NATS = 4222;

/** The ports that services have when the router is on `port`: the same distances as usual. */
export function usualPorts(port: number): Record<ServiceName, number> {
  const distance = port - describeService("router").port;
  return Object.fromEntries(topology.map((service) => [service.name, service.port + distance])) as Record<ServiceName, number>; // The topology has every name.
}

/**
 * Settles on the ports of a stack. The router's must be the usual one or the one asked for, since clients know it;
 * the others are the stack's own business and move out of the way.
 */
export async function chooseStackPorts(options: StackPortsOptions): Promise<StackPorts> {
  const { report, env } = options;
  const usual = usualPorts(options.port ?? describeService("router").port);
  const services = { ...usual };
  services.router = await choosePort({
    use: "the router",
    usual: usual.router,
    asked: options.port,
    option: "--port",
    mayMove: false,
    say: report.say,
  });
  // In one process, only the router listens.
  for (const { name } of options.mode === "single" ? [] : topology.filter(({ kind }) => kind === "subgraph")) {
    services[name] = await choosePort({
      use: name,
      usual: usual[name],
      asked: undefined,
      option: "--port",
      mayMove: true,
      say: report.say,
    });
  }
  const server = (use: string, given: string | undefined, wish: { usual: number; asked: number | undefined; option: string }) =>
    given === undefined || given === "" ? choosePort({ use, ...wish, mayMove: true, say: report.say }) : undefined;
  return {
    services,
    database: await server("the database", env["MONGO_URL"], {
      usual: USUAL_DATABASE,
      asked: options.databasePort,
      option: "--database-port",
    }),
    nats: await server("NATS", env["NATS_URL"], { usual: USUAL_NATS, asked: options.natsPort, option: "--nats-port" }),
  };
}
