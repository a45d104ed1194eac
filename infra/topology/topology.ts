/** The services of the shop. */
export type ServiceName = "accounts" | "catalog" | "inventory" | "orders" | "payments" | "router";

/** The servers that services stand on. */
export type ServerName = "database" | "nats";

/** What is secret in a shop; made once for each stack, and given to no service that does not need it. */
export type SecretName = "accessTokenPrivateJwk" | "internalTokenPrivateJwk" | "internalTokenJwks" | "adminEmail" | "adminPassword";

/** Where the value of a variable comes from when a service is started. */
export type VariableSource =
  | { readonly from: "server"; readonly server: ServerName }
  | { readonly from: "secret"; readonly secret: SecretName }
  /** The address of another service, with a path. */
  | { readonly from: "service"; readonly service: ServiceName; readonly path: string }
  /** The name of the service's own database. */
  | { readonly from: "database-name" }
  /** The first token of every subject on the bus. */
  | { readonly from: "bus-prefix" }
  /** The addresses of all subgraphs, as JSON. */
  | { readonly from: "routing-urls" };

/** One service: a process, or a part of the one process in single mode. */
export interface ServiceDescription {
  readonly name: ServiceName;
  readonly kind: "subgraph" | "router";
  /** Its program, from the root of the checkout. */
  readonly entry: string;
  /** The port that it has in a stack of its own. */
  readonly port: number;
  /** Servers without which it is not ready. */
  readonly needs: readonly ServerName[];
  /** Services that it calls. Everything else goes over the bus. */
  readonly calls: readonly ServiceName[];
  /** Its variables besides HOST and PORT. */
  readonly variables: Readonly<Record<string, VariableSource>>;
}

const SUBGRAPH_VARIABLES = {
  MONGO_URL: { from: "server", server: "database" },
  MONGO_DATABASE: { from: "database-name" },
  NATS_URL: { from: "server", server: "nats" },
  BUS_PREFIX: { from: "bus-prefix" },
  INTERNAL_TOKEN_JWKS: { from: "secret", secret: "internalTokenJwks" },
} as const satisfies Record<string, VariableSource>;

function subgraph(name: Exclude<ServiceName, "router">, port: number, own: Record<string, VariableSource> = {}): ServiceDescription {
  return {
    name,
    kind: "subgraph",
    entry: `subgraphs/${name}/main.ts`,
    port,
    needs: ["database", "nats"],
    calls: [],
    variables: { ...SUBGRAPH_VARIABLES, ...own },
  };
}

/** The shop as data: what runs, what each part needs and calls. Everything that starts or deploys the shop reads it from here. */
export const topology: readonly ServiceDescription[] = [
  subgraph("accounts", 4001, {
    ACCESS_TOKEN_PRIVATE_JWK: { from: "secret", secret: "accessTokenPrivateJwk" },
    BOOTSTRAP_ADMIN_EMAIL: { from: "secret", secret: "adminEmail" },
    BOOTSTRAP_ADMIN_PASSWORD: { from: "secret", secret: "adminPassword" },
  }),
  subgraph("catalog", 4002),
  subgraph("inventory", 4003),
  subgraph("orders", 4004),
  subgraph("payments", 4005),
  {
    name: "router",
    kind: "router",
    entry: "router/main.ts",
    port: 4000,
    needs: [],
    calls: ["accounts", "catalog", "inventory", "orders", "payments"],
    variables: {
      ROUTING_URLS: { from: "routing-urls" },
      JWKS_URL: { from: "service", service: "accounts", path: "/.well-known/jwks.json" },
      INTERNAL_TOKEN_PRIVATE_JWK: { from: "secret", secret: "internalTokenPrivateJwk" },
    },
  },
];

/** The names of all services, subgraphs first. */
export const serviceNames: readonly ServiceName[] = topology.map(({ name }) => name);

/** The description of a service. */
export function describeService(name: ServiceName): ServiceDescription {
  const found = topology.find((service) => service.name === name);
  if (found === undefined) throw new RangeError(`The topology has no service ${name}.`);
  return found;
}
