import { describe, expect, test } from "bun:test";
import { accountsVariables } from "@mercato/accounts/environment";
import { catalogVariables } from "@mercato/catalog/environment";
import { inventoryVariables } from "@mercato/inventory/environment";
import { ordersVariables } from "@mercato/orders/environment";
import { paymentsVariables } from "@mercato/payments/environment";
import { routerVariables } from "@mercato/router/environment";
import { describeService, type ServiceName, serviceNames, topology } from "@mercato/topology";
import { usualPorts } from "../commands/stack-ports.ts";
import { type StackSecrets, secretText } from "./secrets.ts";
import { type ShopSettings, serviceEnvironment } from "./service-environment.ts";
import { createCrashCounter } from "./supervise.ts";

const key = (kid: string) => ({ kty: "OKP" as const, crv: "Ed25519" as const, x: `public-${kid}`, d: `private-${kid}`, kid });
const secrets: StackSecrets = {
  accessTokenPrivateJwk: key("access"),
  internalTokenPrivateJwk: key("internal"),
  adminEmail: "admin@mercato.example",
  adminPassword: "a good password",
};
const settings: ShopSettings = {
  servers: { database: "mongodb://127.0.0.1:1/", nats: "nats://127.0.0.1:2" },
  ports: usualPorts(5000),
  prefix: "blue",
  secrets,
};
const environmentOf = (name: ServiceName, more: Partial<ShopSettings> = {}) =>
  serviceEnvironment(describeService(name), { ...settings, ...more });

const variables: Readonly<Record<ServiceName, object>> = {
  accounts: accountsVariables,
  catalog: catalogVariables,
  inventory: inventoryVariables,
  orders: ordersVariables,
  payments: paymentsVariables,
  router: routerVariables,
};

describe("the topology", () => {
  test.each([...serviceNames])("%s is given only variables that it reads", (name) => {
    const known = Object.keys(variables[name]);
    expect(Object.keys(environmentOf(name)).filter((variable) => !known.includes(variable))).toEqual([]);
  });

  test("no two services share a port, and every service that is called exists", () => {
    expect(new Set(topology.map(({ port }) => port)).size).toBe(topology.length);
    expect(topology.flatMap(({ calls }) => calls).filter((name) => !serviceNames.includes(name))).toEqual([]);
  });

  test("the ports of a stack keep their distances to the router's", () => {
    expect(usualPorts(5000)).toEqual({ accounts: 5001, catalog: 5002, inventory: 5003, orders: 5004, payments: 5005, router: 5000 });
  });
});

describe("a service's environment", () => {
  test("each subgraph has a database of its own, named after the shop's prefix", () => {
    expect(environmentOf("orders")).toMatchObject({ MONGO_DATABASE: "blue_orders", BUS_PREFIX: "blue", PORT: "5004" });
    expect(environmentOf("catalog")["MONGO_DATABASE"]).toBe("blue_catalog");
  });

  test("the router knows where everybody is", () => {
    const router = environmentOf("router");
    expect(router["JWKS_URL"]).toBe("http://127.0.0.1:5001/.well-known/jwks.json");
    expect(JSON.parse(router["ROUTING_URLS"] ?? "")).toMatchObject({ orders: "http://127.0.0.1:5004/graphql" });
  });

  test("a private key goes only to the service that signs with it", () => {
    for (const name of serviceNames) {
      const text = JSON.stringify(environmentOf(name));
      expect({ name, access: text.includes("private-access") }).toEqual({ name, access: name === "accounts" });
      expect({ name, internal: text.includes("private-internal") }).toEqual({ name, internal: name === "router" });
    }
  });

  test("subgraphs get the public half of the router's key", () => {
    expect(JSON.parse(secretText(secrets, "internalTokenJwks"))).toEqual({
      keys: [{ kty: "OKP", crv: "Ed25519", x: "public-internal", kid: "internal" }],
    });
  });

  test("what is set for one service wins over what is set for all", () => {
    const overrides = { all: { LOG_LEVEL: "warn" }, orders: { LOG_LEVEL: "debug" } };
    expect(environmentOf("orders", { overrides })["LOG_LEVEL"]).toBe("debug");
    expect(environmentOf("catalog", { overrides })["LOG_LEVEL"]).toBe("warn");
  });
});

describe("a service that crashes", () => {
  test("is started again a few times within the window, and no more", () => {
    const crashed = createCrashCounter({ attempts: 2, windowMs: 1000 });
    expect([crashed(0), crashed(10), crashed(20)]).toEqual([1, 2, 0]);
  });

  test("is forgiven what lies longer ago than the window", () => {
    const crashed = createCrashCounter({ attempts: 1, windowMs: 1000 });
    expect([crashed(0), crashed(1000), crashed(1999)]).toEqual([1, 1, 0]);
  });
});
