import { subscribe } from "@mercato/chassis/bus";
import { createSubgraph } from "@mercato/chassis/graphql";
import { createOutboxRelay } from "@mercato/chassis/outbox";
import { createSagaEngine, startSagaTimer } from "@mercato/chassis/saga";
import { type Service, type ServiceDependencies, type SubgraphPorts, startSubgraph } from "@mercato/chassis/service";
import typeDefs from "@mercato/contracts/graphql/orders.graphql" with { type: "text" };
import { onSagaDue } from "./commands/advance-saga.ts";
import type { Dependencies } from "./commands/dependencies.ts";
import type { OrdersEnvironment } from "./environment.ts";
import { subscriptions } from "./events/subscriptions.ts";
import type { Context } from "./graphql/context.ts";
import { loaders } from "./graphql/loaders.ts";
import { resolvers } from "./graphql/resolvers.ts";
import { createSagas } from "./sagas/definitions.ts";
import { createCartStore } from "./store/carts.ts";
import { createOfferStore } from "./store/offers.ts";
import { createOrderStore } from "./store/orders.ts";

/** What of the environment the work of orders depends on. */
export type OrdersSettings = Pick<OrdersEnvironment, "SAGA_STEP_TIMEOUT_MS" | "SAGA_STEP_ATTEMPTS" | "RESERVATION_TTL_SECONDS">;

async function createDependencies(runtime: SubgraphPorts, environment: OrdersSettings): Promise<Dependencies> {
  const { connection } = runtime.database;
  const { clock, randomness, ids } = runtime;
  const sagas = createSagas({
    stepTimeoutMs: environment.SAGA_STEP_TIMEOUT_MS,
    stepAttempts: environment.SAGA_STEP_ATTEMPTS,
    reservationTtlMs: environment.RESERVATION_TTL_SECONDS * 1000,
  });
  return {
    orders: await createOrderStore({ connection, clock, randomness }),
    carts: createCartStore(connection),
    offers: createOfferStore(connection),
    engine: createSagaEngine([sagas.placeOrder, sagas.cancelOrder, sagas.returnOrder]),
    sagas,
    clock,
    ids,
  };
}

/** Messages out, messages in, deadlines. */
async function startProcessing(runtime: SubgraphPorts, dependencies: Dependencies): Promise<void> {
  const { bus, lifecycle, clock, log, randomness } = runtime;
  const { orders } = dependencies;
  const relay = lifecycle.add("outbox", createOutboxRelay({ source: orders, bus, clock, log }));
  orders.relayTo(relay);
  const timer = startSagaTimer({ source: orders, onDue: (id) => onSagaDue(dependencies, id), clock, log });
  lifecycle.add("sagas", timer);
  lifecycle.add("subscriptions", await subscribe({ bus, consumer: "orders", subscriptions: subscriptions(dependencies), randomness, log }));
}

/** All of orders but its graph: stores, sagas and their deadlines, messages in and out. Resolves to what its use cases work with. */
export async function startOrders(runtime: SubgraphPorts, settings: OrdersSettings): Promise<Dependencies> {
  const dependencies = await createDependencies(runtime, settings);
  await startProcessing(runtime, dependencies);
  return dependencies;
}

/** The orders subgraph: carts, orders, and the sagas that take an order to its end. */
export function createOrdersService(dependencies: ServiceDependencies<OrdersEnvironment>): Promise<Service> {
  return startSubgraph("orders", dependencies, async (runtime) => {
    const use = await startOrders(runtime, dependencies.environment);
    const { verifier, health, log } = runtime;
    const createContext = (principal: Context["principal"]): Context => ({ principal, dependencies: use, loaders });
    return runtime.toService(createSubgraph<Context>({ name: "orders", typeDefs, resolvers, verifier, createContext, health, log }));
  });
}
