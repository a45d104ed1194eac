import { subscribe } from "@mercato/chassis/bus";
import { startSweep } from "@mercato/chassis/clock";
import { createSubgraph } from "@mercato/chassis/graphql";
import { createOutboxRelay } from "@mercato/chassis/outbox";
import { type Service, type ServiceDependencies, type SubgraphPorts, startSubgraph } from "@mercato/chassis/service";
import typeDefs from "@mercato/contracts/graphql/inventory.graphql" with { type: "text" };
import { type BookingCommands, createBookingCommands } from "./commands/book-stock.ts";
import type { CommandDependencies } from "./commands/dependencies.ts";
import { keepStock } from "./commands/keep-stock.ts";
import { createOrderCommands, type OrderCommands } from "./commands/order-commands.ts";
import { settleDue } from "./commands/sweeps.ts";
import type { InventoryEnvironment } from "./environment.ts";
import { subscriptions } from "./events/subscriptions.ts";
import type { Context } from "./graphql/context.ts";
import { createResolvers } from "./graphql/resolvers.ts";
import { openStores } from "./store/open-stores.ts";
import type { Stores } from "./store/ports.ts";

export interface InventoryDependencies extends ServiceDependencies<InventoryEnvironment>, InventoryOptions {}

interface InventoryOptions {
  /** Put around the stores: tests watch, delay and break writes here. @default nothing */
  readonly wrapStores?: (stores: Stores) => Stores;
}

/** What of the environment the work of the inventory depends on. */
export type InventorySettings = Pick<InventoryEnvironment, "AVAILABILITY_INTERVAL_MS" | "SETTLE_INTERVAL_MS" | "SETTLE_AFTER_MS">;

/** What the inventory can be asked for. */
export interface InventoryUseCases {
  readonly stores: Stores;
  readonly orders: OrderCommands;
  readonly bookings: BookingCommands;
}

interface WiredCommands extends InventoryUseCases {
  readonly common: CommandDependencies;
}

interface Wiring extends InventoryOptions {
  readonly environment: InventorySettings;
}

async function wireCommands(runtime: SubgraphPorts, dependencies: Wiring): Promise<WiredCommands> {
  const { bus, clock, database, lifecycle, log, randomness } = runtime;
  const { environment, wrapStores = (stores) => stores } = dependencies;
  const { stores: opened, outbox } = await openStores(database, { clock, randomness });
  outbox.relayTo(lifecycle.add("outbox", createOutboxRelay({ source: outbox, bus, clock, log })));
  const stores = wrapStores(opened);
  const common: CommandDependencies = { stores, clock, randomness, log, settleAfterMs: environment.SETTLE_AFTER_MS };
  return { common, stores, orders: createOrderCommands(common), bookings: createBookingCommands(common) };
}

function startSweeps({ bus, clock, lifecycle, log }: SubgraphPorts, environment: InventorySettings, commands: WiredCommands): void {
  const { common } = commands;
  const keep = () => keepStock({ ...common, bus });
  lifecycle.add("keeper", startSweep({ name: "keeper", intervalMs: environment.AVAILABILITY_INTERVAL_MS, clock, log, run: keep }));
  const settle = () => settleDue(common, commands);
  lifecycle.add("settler", startSweep({ name: "settler", intervalMs: environment.SETTLE_INTERVAL_MS, clock, log, run: settle }));
}

/** All of the inventory but its graph: stores, commands, sweeps, messages in and out. */
export async function startInventory(runtime: SubgraphPorts, wiring: Wiring): Promise<InventoryUseCases> {
  const { bus, lifecycle, log, randomness } = runtime;
  const commands = await wireCommands(runtime, wiring);
  startSweeps(runtime, wiring.environment, commands);
  const obeyed = subscriptions(commands.orders);
  lifecycle.add("subscriptions", await subscribe({ bus, consumer: "inventory", subscriptions: obeyed, randomness, log }));
  return commands;
}

/** The inventory subgraph, without a port. @throws DependencyUnavailableError when the database does not answer in time. */
export function createInventoryService(dependencies: InventoryDependencies): Promise<Service> {
  return startSubgraph("inventory", dependencies, async (runtime) => {
    const { health, log, verifier } = runtime;
    const { stores, bookings } = await startInventory(runtime, dependencies);
    const resolvers = createResolvers({ stock: stores.stock, movements: stores.movements, bookings });
    return runtime.toService(
      createSubgraph<Context>({
        name: "inventory",
        typeDefs,
        resolvers,
        verifier,
        createContext: (principal) => ({ principal }),
        health,
        log,
      }),
    );
  });
}
