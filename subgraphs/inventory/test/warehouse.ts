import { type BusMessage, type MessageContract, message, on, type PayloadOf, subscribe } from "@mercato/chassis/bus";
import { systemClock, systemRandomness } from "@mercato/chassis/clock";
import type { Service } from "@mercato/chassis/service";
import { eventually, graphqlRequest, startWorld, type World } from "@mercato/chassis/testing";
import {
  availabilityChanged,
  commitStock,
  releaseStock,
  reserveStock,
  restock,
  stockCommitRefused,
  stockCommitted,
  stockRejected,
  stockReleased,
  stockReserved,
  stockRestocked,
} from "@mercato/contracts/events/inventory";
import { createBookingCommands } from "../commands/book-stock.ts";
import type { CommandDependencies } from "../commands/dependencies.ts";
import { createOrderCommands } from "../commands/order-commands.ts";
import type { Line } from "../domain/stock.ts";
import { readInventoryEnvironment } from "../environment.ts";
import { createInventoryService } from "../service.ts";
import { openStores } from "../store/open-stores.ts";
import type { Stores } from "../store/ports.ts";

const answers = [stockReserved, stockRejected, stockCommitted, stockCommitRefused, stockReleased, stockRestocked] as const;

export interface HeardAnswer {
  readonly type: string;
  readonly messageId: string;
  readonly operationId: string;
  readonly orderId: string;
  readonly code?: string;
  readonly shortages?: readonly { readonly sku: string; readonly requested: number; readonly available: number }[];
}

/** An inventory on real servers, with what orders would do: send commands, and hear answers. */
export interface Warehouse {
  readonly world: World;
  readonly stores: Stores;
  readonly heard: readonly HeardAnswer[];
  readonly announced: ReadonlyMap<string, PayloadOf<typeof availabilityChanged>>;
  /** How many announcements came for a SKU. */
  announcements(sku: string): number;
  /** Starts another instance of the service; the world stops it. */
  startService(wrapStores?: (stores: Stores) => Stores): Promise<Service>;
  /** Commands on this world's database, without a service around them. */
  commands(wrapStores?: (stores: Stores) => Stores): ReturnType<typeof createCommands>;
  send<C extends MessageContract>(contract: C, data: PayloadOf<C>, messageId?: string): Promise<void>;
  /** Sends and waits for the answer to the operation. */
  ask<C extends MessageContract>(contract: C, data: PayloadOf<C> & { readonly operationId: string }): Promise<HeardAnswer>;
  answersTo(operationId: string): readonly HeardAnswer[];
  receive(key: string, lines: readonly Line[]): Promise<void>;
  level(sku: string): Promise<{ readonly onHand: number; readonly reserved: number; readonly available: number }>;
  stop(): Promise<void>;
}

function createCommands(stores: Stores, world: World, settleAfterMs: number) {
  const dependencies: CommandDependencies = { stores, clock: systemClock, randomness: systemRandomness, log: world.log, settleAfterMs };
  return { dependencies, orders: createOrderCommands(dependencies), bookings: createBookingCommands(dependencies) };
}

export async function startWarehouse(
  options: { readonly settleAfterMs?: number; readonly withService?: boolean } = {},
): Promise<Warehouse> {
  const settleAfterMs = options.settleAfterMs ?? 5_000;
  const world = await startWorld();
  const { stores } = await openStores(await world.connectDatabase("inventory"), { clock: systemClock, randomness: systemRandomness });
  const bus = await world.connectBus("orders");
  const heard: HeardAnswer[] = [];
  const announced = new Map<string, PayloadOf<typeof availabilityChanged>>();
  const counts = new Map<string, number>();
  world.track(
    await subscribe({
      bus,
      consumer: "orders",
      randomness: systemRandomness,
      log: world.log,
      subscriptions: [
        ...answers.map((contract) =>
          on(contract, async (data, { id, type }) => {
            heard.push({ ...data, messageId: id, type });
          }),
        ),
        on(availabilityChanged, async (data) => {
          counts.set(data.sku, (counts.get(data.sku) ?? 0) + 1);
          if (data.revision > (announced.get(data.sku)?.revision ?? 0)) announced.set(data.sku, data);
        }),
      ],
    }),
  );
  const environment = {
    ...world.environment("inventory"),
    AVAILABILITY_INTERVAL_MS: "50",
    SETTLE_INTERVAL_MS: "50",
    SETTLE_AFTER_MS: String(settleAfterMs),
  };
  const startService = async (wrapStores?: (stores: Stores) => Stores) =>
    world.track(
      await createInventoryService({
        environment: readInventoryEnvironment(environment),
        log: world.log,
        ...(wrapStores === undefined ? {} : { wrapStores }),
      }),
    );
  const first = options.withService === false ? null : await startService();
  const send: Warehouse["send"] = async (contract, data, messageId = crypto.randomUUID()) => {
    const subject = "orderId" in (data as object) ? String((data as { orderId: unknown }).orderId) : "";
    const envelope: Omit<BusMessage, "data"> = {
      id: messageId,
      type: contract.type,
      time: new Date().toISOString(),
      source: "orders",
      subject,
      trace: {},
    };
    await bus.publish({ ...envelope, data: message(contract, data).data });
  };
  const answersTo = (operationId: string) => heard.filter((answer) => answer.operationId === operationId);
  const commands = (wrapStores: (stores: Stores) => Stores = (unwrapped) => unwrapped) =>
    createCommands(wrapStores(stores), world, settleAfterMs);

  return {
    world,
    stores,
    heard,
    announced,
    announcements: (sku) => counts.get(sku) ?? 0,
    startService,
    commands,
    send,
    answersTo,
    async ask(contract, data) {
      await send(contract, data);
      return eventually(`an answer to ${data.operationId}`, () => answersTo(data.operationId)[0], { timeoutMs: 20_000 });
    },
    async receive(key, lines) {
      await commands().bookings.receive({ key, location: "main", lines });
    },
    async level(sku) {
      const stock = (await stores.stock.read([`main:${sku}`])).get(`main:${sku}`);
      return { onHand: stock?.onHand ?? 0, reserved: stock?.reserved ?? 0, available: stock?.available ?? 0 };
    },
    async stop() {
      await first?.stop();
      await world.stop();
    },
  };
}

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

type Asked<C extends MessageContract> = [contract: C, data: PayloadOf<C>];

/** The commands of an order's saga, as orders sends them. */
export function sagaOf(orderId: string, lines: readonly Line[], expiresAt: string = inAnHour()) {
  const reserve: Asked<typeof reserveStock> = [
    reserveStock,
    { operationId: `${orderId}:reserve-stock`, orderId, lines: [...lines], expiresAt },
  ];
  const commit: Asked<typeof commitStock> = [commitStock, { operationId: `${orderId}:commit-stock`, orderId }];
  const release: Asked<typeof releaseStock> = [releaseStock, { operationId: `${orderId}:reserve-stock:undo`, orderId }];
  const restocking = (returnId: string, back: readonly Line[]): Asked<typeof restock> => [
    restock,
    { operationId: `${returnId}:restock`, orderId, returnId, lines: [...back] },
  ];
  return { reserve, commit, release, restock: restocking };
}

/** Calls the GraphQL endpoint of a service as a principal with these scopes. */
export async function query<Data>(
  { world }: Pick<Warehouse, "world">,
  service: Service,
  request: { readonly query: string; readonly variables?: object; readonly scopes?: readonly string[] },
) {
  const token = await world.identity.sign(world.identity.user("usr_1", request.scopes ?? []), "inventory");
  return graphqlRequest<Data>((sent) => service.fetch(sent), {
    query: request.query,
    variables: request.variables ?? {},
    token,
  });
}
