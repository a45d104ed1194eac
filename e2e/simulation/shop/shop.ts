import { createLifecycle } from "@mercato/chassis/lifecycle";
import { createLog, type Log } from "@mercato/chassis/log";
import type { SubgraphPorts } from "@mercato/chassis/service";
import { type InventoryUseCases, startInventory } from "@mercato/inventory/service";
import type { Dependencies as OrdersUseCases } from "@mercato/orders/commands/dependencies";
import { startOrders } from "@mercato/orders/service";
import { openSandbox, type PaymentProvider, ProviderUnavailableError, withTimeout } from "@mercato/payments/provider";
import { startPayments } from "@mercato/payments/service";
import type { Bug } from "../bugs/bug.ts";
import { type Body, createBody, type Life, startLife, type World } from "../kernel/machine.ts";
import { createRandom } from "../kernel/random.ts";
import { createWire } from "../kernel/wire.ts";
import { connectSimulatedBus } from "../ports/bus.ts";
import { type BusServer, createBusServer } from "../ports/bus-server.ts";
import { createProviderLine } from "../ports/provider.ts";
import { connectSimulated } from "../store/connection.ts";
import { createDatabase, type OnWrite, type SimulatedDatabase } from "../store/server.ts";
import type { ShopSettings } from "./settings.ts";

export type ServiceName = "orders" | "inventory" | "payments";

/** A running process and what it can be asked for; null while it starts. */
export interface Running<UseCases> {
  readonly life: Life;
  useCases: UseCases | null;
}

/** The shop's servers, and its processes that come back when they died. */
export interface Shop {
  readonly databases: Readonly<Record<ServiceName | "sandbox", SimulatedDatabase>>;
  readonly bus: BusServer;
  readonly orders: () => readonly Running<OrdersUseCases>[];
  readonly inventory: () => readonly Running<InventoryUseCases>[];
  crashes(): number;
  /** Starts everything; what is away from time to time is planned here. */
  open(): void;
}

export interface ShopOptions {
  readonly world: World;
  readonly settings: ShopSettings;
  /** What is broken on purpose; null when nothing is. */
  readonly bug: Bug | null;
  readonly onWrite: (database: string) => OnWrite;
}

const SILENT = createLog({ service: "simulation", level: "silent" });
const SHUTDOWN_MS = 15_000;
const SERVERS = ["orders", "inventory", "payments", "bus", "provider"] as const;
type Server = (typeof SERVERS)[number];

/** Lines of the shop's own log go into the trace. */
function tracingLog(life: Life, { scheduler }: World): Log {
  const write = (line: string) => {
    const { level, msg, err } = JSON.parse(line) as { level: string; msg: string; err?: { message?: string } };
    scheduler.note(`${life.name} ${level}: ${msg}${err?.message === undefined ? "" : ` (${err.message})`}`);
  };
  return createLog({ service: life.process, level: "info", destination: { write } });
}

export function createShop({ world, settings, bug, onWrite }: ShopOptions, traced: boolean): Shop {
  const { scheduler, faults } = world;
  const random = createRandom(world.seed, "shop");
  const away = new Set<Server>();
  const bus = createBusServer(world, settings.bus);
  const databaseOf = (name: string) => createDatabase(name, onWrite(name));
  const databases = {
    orders: databaseOf("orders"),
    inventory: databaseOf("inventory"),
    payments: databaseOf("payments"),
    sandbox: databaseOf("sandbox"),
  };
  let company: PaymentProvider | undefined;
  let crashes = 0;

  /** The ports of one life of a process. */
  function portsOf(service: ServiceName, life: Life): SubgraphPorts {
    const wire = createWire(world, life);
    const database = connectSimulated({ wire, database: databases[service], away: () => away.has(service) }, bug?.collection);
    const plainBus = connectSimulatedBus(bus, life, wire);
    const log = traced ? tracingLog(life, world) : SILENT;
    const { clock, ids, randomness } = life;
    return {
      database,
      bus: bug?.bus?.(plainBus, { life, scheduler }) ?? plainBus,
      lifecycle: createLifecycle(log),
      log,
      clock,
      ids,
      randomness,
    };
  }

  /** Keeps a process running: when it dies, it is started again after a while. */
  function keep<UseCases>(service: ServiceName, index: number, start: (ports: SubgraphPorts, life: Life) => Promise<UseCases>) {
    const body: Body = createBody(world, `${service}-${index + 1}`);
    let running: Running<UseCases>;
    function live(): void {
      const life = startLife(world, body, () => {
        crashes += 1;
        const downMs = random.pick([10, 500, 4_000, 15_000]) * random.between(0.5, 1);
        scheduler.after(downMs, `${body.process} starts`, live);
      });
      running = { life, useCases: null };
      const mine = running;
      scheduler.note(`${life.name} starts`);
      const ports = portsOf(service, life);
      planRestart(life, () => ports.lifecycle.stop(), mine);
      start(ports, life).then(
        (useCases) => {
          mine.useCases = useCases;
        },
        // A process that cannot start ends, and is started again.
        () => life.die(),
      );
    }
    live();
    return () => running;
  }

  /** Now and then a process is told to stop: it finishes what it is at and ends, and the next one starts. */
  function planRestart(life: Life, stop: () => Promise<void>, running: Running<unknown>): void {
    if (!faults.strikes("restart", life.name)) return;
    scheduler.after(settings.calmFromMs * faults.measure(`restart ${life.name}`), `${life.name} is told to stop`, () => {
      if (!life.alive()) return;
      scheduler.note(`${life.name} is told to stop`);
      running.useCases = null;
      void stop().then(() => life.die());
      // Whoever runs it loses patience.
      scheduler.after(SHUTDOWN_MS, `${life.name} is killed`, () => life.die());
    });
  }

  function paymentsProvider(life: Life): PaymentProvider {
    if (company === undefined) throw new Error("the provider is not open yet");
    const line = createProviderLine({
      world,
      life,
      company,
      unavailable: (operation) => new ProviderUnavailableError(operation),
      away: () => away.has("provider"),
    });
    return withTimeout(bug?.provider?.(line) ?? line, { timeoutMs: settings.providerTimeoutMs, clock: life.clock });
  }

  /** The company has machines of its own, which we never see fail: only the line to it does. */
  async function openCompany(): Promise<void> {
    const life = startLife({ ...world, faults: NEVER }, { process: "provider", calls: 0, lives: 0, skewMs: 0, rate: 1 }, () => undefined);
    const wire = createWire({ ...world, faults: NEVER }, life);
    company = await openSandbox(connectSimulated({ wire, database: databases.sandbox, away: () => false }), life.clock);
  }

  function planOutages(): void {
    for (const server of SERVERS) {
      for (let count = 1; count <= 2; count += 1) {
        if (!faults.strikes("outage", `${server}/${count}`)) continue;
        const from = settings.calmFromMs * faults.measure(`outage ${server}/${count}`);
        const lengthMs = 20_000 * faults.measure(`outage length ${server}/${count}`) ** 2;
        scheduler.after(from, `${server} goes away`, () => setAway(server, true));
        scheduler.after(Math.min(from + lengthMs, settings.calmFromMs), `${server} is back`, () => setAway(server, false));
      }
    }
  }

  function setAway(server: Server, isAway: boolean): void {
    scheduler.note(`${server} ${isAway ? "goes away" : "is back"}`);
    if (server === "bus") bus.setAway(isAway);
    else if (isAway) away.add(server);
    else away.delete(server);
  }

  const orders: (() => Running<OrdersUseCases>)[] = [];
  const inventory: (() => Running<InventoryUseCases>)[] = [];
  return {
    databases,
    bus,
    crashes: () => crashes,
    orders: () => orders.map((running) => running()),
    inventory: () => inventory.map((running) => running()),
    open() {
      planOutages();
      void openCompany().then(() => {
        for (let index = 0; index < settings.replicas.payments; index += 1) {
          keep("payments", index, (ports, life) => startPayments(ports, paymentsProvider(life)));
        }
      });
      for (let index = 0; index < settings.replicas.inventory; index += 1) {
        inventory.push(keep("inventory", index, (ports) => startInventory(ports, { environment: settings.inventory })));
      }
      for (let index = 0; index < settings.replicas.orders; index += 1) {
        orders.push(keep("orders", index, (ports) => startOrders(ports, settings.orders)));
      }
    },
  };
}

const NEVER = { strikes: () => false, measure: () => 0, end: () => undefined, happened: [] } as const;
