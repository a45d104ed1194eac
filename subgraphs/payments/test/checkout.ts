import { type BusMessage, type MessageContract, message, on, type PayloadOf, subscribe } from "@mercato/chassis/bus";
import { systemClock, systemRandomness } from "@mercato/chassis/clock";
import { createLog } from "@mercato/chassis/log";
import type { Service } from "@mercato/chassis/service";
import { eventually, graphqlRequest, startWorld, type World } from "@mercato/chassis/testing";
import {
  authorizePayment,
  cancelPayment,
  captureFailed,
  capturePayment,
  paymentAuthorized,
  paymentCancelled,
  paymentCaptured,
  paymentDeclined,
  paymentRefunded,
  refundFailed,
  refundPayment,
} from "@mercato/contracts/events/payments";
import { readPaymentsEnvironment } from "../environment.ts";
import { openProvider } from "../provider/open-provider.ts";
import type { PaymentProvider, ProviderTransaction } from "../provider/provider.ts";
import { createPaymentsService, type PaymentsDependencies } from "../service.ts";
import { openPaymentStore, type PaymentStore } from "../store/payment-store.ts";

const ANSWERS: readonly MessageContract[] = [
  paymentAuthorized,
  paymentDeclined,
  paymentCaptured,
  captureFailed,
  paymentCancelled,
  paymentRefunded,
  refundFailed,
];

/** An answer as it was on the bus. */
export interface SeenAnswer {
  readonly type: string;
  readonly operationId: string;
  readonly orderId: string;
  readonly messageId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export const gbp = (amountMinor: number) => ({ amountMinor, currency: "GBP" });
export const PAYER = "usr_payer";

/** A world with payments in it and a test in the place of orders. */
export interface Checkout {
  readonly world: World;
  readonly service: Service;
  readonly store: PaymentStore;
  /** The sandbox, reached past the subgraph: what the outside company itself says. */
  readonly provider: PaymentProvider;
  readonly answers: readonly SeenAnswer[];
  /** All that the service logged, as one text. */
  logged(): string;
  newOrderId(): string;
  /** Puts a command on the bus. The same `messageId` twice is one message of which the bus's own window knows nothing. */
  ask<C extends MessageContract>(contract: C, data: PayloadOf<C>, messageId?: string): Promise<void>;
  authorize(
    orderId: string,
    paymentToken: string,
    options?: { readonly operationId?: string; readonly messageId?: string },
  ): Promise<string>;
  capture(orderId: string, operationId?: string): Promise<string>;
  cancel(orderId: string, operationId?: string): Promise<string>;
  refund(orderId: string, amountMinor: number, operationId?: string): Promise<string>;
  /** Waits for an operation's `count`th answer. */
  answerTo(operationId: string, count?: number): Promise<SeenAnswer>;
  books(orderId: string): Promise<readonly ProviderTransaction[]>;
  /** The books as `KIND amount`. */
  entries(orderId: string): Promise<readonly string[]>;
  query<Data>(
    query: string,
    variables: object,
    caller?: Parameters<World["identity"]["sign"]>[0],
  ): Promise<Awaited<ReturnType<typeof graphqlRequest<Data>>>>;
  /** Every document of the subgraph's database and of the sandbox's, as text. */
  dumpDatabases(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

function createCapturedLog() {
  const lines: string[] = [];
  return { log: createLog({ service: "payments", level: "debug", destination: { write: (line) => void lines.push(line) } }), lines };
}

export async function openCheckout(options: Pick<PaymentsDependencies, "wrapProvider"> = {}): Promise<Checkout> {
  const world = await startWorld();
  const { log, lines } = createCapturedLog();
  // Registers the sandbox's database with the world, which drops it in the end.
  world.databaseName("payments_sandbox");
  const environment = readPaymentsEnvironment({ ...world.environment("payments"), PROVIDER_TIMEOUT_MS: "1000" });
  const service = world.track(await createPaymentsService({ environment, log, ...options }));
  const database = await world.connectDatabase("payments");
  const store = await openPaymentStore({ database, clock: systemClock, randomness: systemRandomness });
  const { provider } = world.track(
    await openProvider({
      kind: "sandbox",
      mongoUrl: world.mongoUrl,
      mongoDatabase: environment.MONGO_DATABASE,
      clock: systemClock,
      log: world.log,
    }),
  );
  const bus = await world.connectBus("orders");
  const answers: SeenAnswer[] = [];
  const remember = (contract: MessageContract) =>
    on(contract, async (data, { id }) => {
      const payload = data as { readonly operationId: string; readonly orderId: string };
      answers.push({ ...payload, type: contract.name, messageId: id, data: payload as unknown as SeenAnswer["data"] });
    });
  world.track(
    await subscribe({ bus, consumer: "orders", subscriptions: ANSWERS.map(remember), randomness: systemRandomness, log: world.log }),
  );

  const ask: Checkout["ask"] = async (contract, data) => {
    const { contract: of, data: payload } = message(contract, data);
    const sent: BusMessage = {
      id: crypto.randomUUID(),
      type: of.type,
      time: new Date().toISOString(),
      source: "orders",
      subject: (payload as { readonly orderId: string }).orderId,
      data: payload,
      trace: {},
    };
    await bus.publish(sent);
  };

  const checkout: Checkout = {
    world,
    service,
    store,
    provider,
    answers,
    ask,
    logged: () => lines.join(""),
    newOrderId: () => `ord_${crypto.randomUUID().slice(0, 8)}`,
    async authorize(orderId, paymentToken) {
      const operationId = `${orderId}:authorize-payment`;
      await ask(authorizePayment, { operationId, orderId, payerId: PAYER, amount: gbp(1_000), paymentToken });
      return operationId;
    },
    async capture(orderId, operationId = `${orderId}:capture-payment`) {
      await ask(capturePayment, { operationId, orderId });
      return operationId;
    },
    async cancel(orderId, operationId = `${orderId}:authorize-payment:undo`) {
      await ask(cancelPayment, { operationId, orderId });
      return operationId;
    },
    async refund(orderId, amountMinor, operationId = `${orderId}:refund-${crypto.randomUUID().slice(0, 8)}`) {
      await ask(refundPayment, { operationId, orderId, refundId: `ret_${operationId}`, amount: gbp(amountMinor) });
      return operationId;
    },
    answerTo: (operationId, count = 1) =>
      eventually(`answer ${count} to ${operationId}`, () => answers.filter((answer) => answer.operationId === operationId)[count - 1], {
        timeoutMs: 30_000,
      }),
    books: (orderId) => provider.transactions({ orderId }),
    async entries(orderId) {
      return (await provider.transactions({ orderId })).map(({ kind, amount }) => `${kind} ${amount.amountMinor}`);
    },
    async query(query, variables, caller = world.identity.user("usr_staff", ["payments:read"])) {
      return graphqlRequest(service.fetch, { query, variables, token: await world.identity.sign(caller, "payments") });
    },
    async dumpDatabases() {
      const client = database.connection.getClient();
      return Promise.all(
        ["payments", "payments_sandbox"].map(async (name) => {
          const db = client.db(world.databaseName(name));
          const collections = await db.collections();
          return JSON.stringify(await Promise.all(collections.map((collection) => collection.find().toArray())));
        }),
      );
    },
    stop: () => world.stop(),
  };
  return checkout;
}
