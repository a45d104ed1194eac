import { readAccountsEnvironment } from "@mercato/accounts/environment";
import { createAccountsService } from "@mercato/accounts/service";
import { readCatalogEnvironment } from "@mercato/catalog/environment";
import { createCatalogService } from "@mercato/catalog/service";
import { systemClock } from "@mercato/chassis/clock";
import { processVariables, readEnvironment } from "@mercato/chassis/env";
import { createHealth } from "@mercato/chassis/health";
import type { Log } from "@mercato/chassis/log";
import { runProcess, type Service } from "@mercato/chassis/service";
import { readInventoryEnvironment } from "@mercato/inventory/environment";
import { createInventoryService } from "@mercato/inventory/service";
import { readOrdersEnvironment } from "@mercato/orders/environment";
import { createOrdersService } from "@mercato/orders/service";
import { readPaymentsEnvironment } from "@mercato/payments/environment";
import { createPaymentsService } from "@mercato/payments/service";
import { readRouterEnvironment } from "@mercato/router/environment";
import { createRouterService } from "@mercato/router/service";
import { z } from "zod";

// The whole shop in one process: the same services as in their own processes, and the router calls them as functions.

const perService = z.record(z.string(), z.string());
const environments = z.object({
  accounts: perService,
  catalog: perService,
  inventory: perService,
  orders: perService,
  payments: perService,
  router: perService,
});

type Environments = z.infer<typeof environments>;

async function createSubgraphs(env: Environments, log: Log): Promise<Readonly<Record<string, Service>>> {
  const logFor = (service: string) => log.child({ service });
  const [accounts, catalog, inventory, orders, payments] = await Promise.all([
    createAccountsService({ environment: readAccountsEnvironment(env.accounts), log: logFor("accounts") }),
    createCatalogService({ environment: readCatalogEnvironment(env.catalog), log: logFor("catalog") }),
    createInventoryService({ environment: readInventoryEnvironment(env.inventory), log: logFor("inventory") }),
    createOrdersService({ environment: readOrdersEnvironment(env.orders), log: logFor("orders") }),
    createPaymentsService({ environment: readPaymentsEnvironment(env.payments), log: logFor("payments") }),
  ]);
  return { accounts, catalog, inventory, orders, payments };
}

async function isReady(service: Service): Promise<boolean> {
  const response = await service.fetch(new Request("http://shop/health/ready"));
  return response.ok;
}

async function createShopService(env: Environments, log: Log): Promise<Service> {
  const subgraphs = await createSubgraphs(env, log);
  const router = await createRouterService({
    environment: readRouterEnvironment(env.router),
    log: log.child({ service: "router" }),
    clock: systemClock,
    transports: Object.fromEntries(
      Object.entries(subgraphs).map(([name, service]) => [name, (request: Request) => service.fetch(request)]),
    ),
    fetchJwks: (request) => subgraphs["accounts"]?.fetch(request) ?? Promise.reject(new Error("the shop has no accounts")),
  });
  const health = createHealth(Object.fromEntries(Object.entries(subgraphs).map(([name, service]) => [name, () => isReady(service)])));
  return {
    name: "shop",
    health,
    ...(router.maxBodyBytes === undefined ? {} : { maxBodyBytes: router.maxBodyBytes }),
    fetch: async (request, connection) => (await health.handle(request)) ?? router.fetch(request, connection),
    async stop() {
      await router.stop();
      await Promise.all(Object.values(subgraphs).map((service) => service.stop()));
    },
  };
}

const shopVariables = {
  ...processVariables,
  PORT: z.coerce.number().int(),
  SHOP_ENVIRONMENTS: z.string().transform((text) => environments.parse(JSON.parse(text))),
};

await runProcess({
  name: "shop",
  readEnvironment: () => readEnvironment("shop", shopVariables, process.env),
  create: ({ SHOP_ENVIRONMENTS }, log) => createShopService(SHOP_ENVIRONMENTS, log),
});
