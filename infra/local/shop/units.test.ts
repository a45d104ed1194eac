import { expect, test } from "bun:test";
import { usualPorts } from "../commands/stack-ports.ts";
import { listeningSockets } from "./listens-on.ts";
import type { ShopSettings } from "./service-environment.ts";
import { unitsOf } from "./units.ts";

const key = (kid: string) => ({ kty: "OKP" as const, crv: "Ed25519" as const, x: `public-${kid}`, d: `private-${kid}`, kid });
const settings: ShopSettings = {
  servers: { database: "mongodb://127.0.0.1:1/", nats: "nats://127.0.0.1:2" },
  ports: usualPorts(5000),
  prefix: "blue",
  secrets: {
    accessTokenPrivateJwk: key("access"),
    internalTokenPrivateJwk: key("internal"),
    adminEmail: "admin@mercato.example",
    adminPassword: "a good password",
  },
};

test("a service has one process, which has its port for itself", () => {
  const units = unitsOf({ mode: "processes", settings });
  expect(units.map(({ name }) => name).toSorted()).toEqual(["accounts", "catalog", "inventory", "orders", "payments", "router"]);
  expect(units.filter(({ sharesPort, env }) => sharesPort || env["REUSE_PORT"] !== undefined)).toEqual([]);
});

test.skipIf(process.platform !== "linux")("several processes of a service have its one port, and say so", () => {
  const units = unitsOf({ mode: "processes", settings, replicas: { orders: 3 } });
  const orders = units.filter(({ services }) => services.includes("orders"));
  expect(orders.map(({ name }) => name)).toEqual(["orders", "orders.2", "orders.3"]);
  for (const { env, sharesPort } of orders) expect([env["PORT"], env["REUSE_PORT"], sharesPort]).toEqual(["5004", "true", true]);
  expect(units).toHaveLength(8);
  expect(unitsOf({ mode: "processes", settings, replicas: 2 })).toHaveLength(12);
});

test("no process at all, or several in single mode, is refused", () => {
  expect(() => unitsOf({ mode: "processes", settings, replicas: { orders: 0 } })).toThrow("at least one process");
  expect(() => unitsOf({ mode: "single", settings, replicas: { orders: 2 } })).toThrow("one process");
});

test("of the kernel's table only sockets that listen on the port count", () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0FA0 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0000000000000000
   1: 0100007F:0FA0 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 222 1 0000000000000000
   2: 0100007F:0FA0 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 333 1 0000000000000000
   3: 0100007F:0FA1 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 444 1 0000000000000000`;
  expect(listeningSockets(table, 4000)).toEqual(["111", "222"]);
});
