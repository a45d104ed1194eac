import { subscribe } from "@mercato/chassis/bus";
import { createSubgraph } from "@mercato/chassis/graphql";
import { createOutboxRelay } from "@mercato/chassis/outbox";
import { type Service, type ServiceDependencies, type SubgraphPorts, type SubgraphRuntime, startSubgraph } from "@mercato/chassis/service";
import typeDefs from "@mercato/contracts/graphql/payments.graphql" with { type: "text" };
import type { PaymentsEnvironment } from "./environment.ts";
import { subscriptions } from "./events/subscriptions.ts";
import type { Context } from "./graphql/context.ts";
import { createResolvers } from "./graphql/resolvers.ts";
import { openProvider } from "./provider/open-provider.ts";
import type { PaymentProvider } from "./provider/provider.ts";
import { withTimeout } from "./provider/timeout.ts";
import { openPaymentStore, type PaymentStore } from "./store/payment-store.ts";

export interface PaymentsDependencies extends ServiceDependencies<PaymentsEnvironment> {
  /** Put around the provider that the environment names: tests watch and break calls here. @default nothing */
  readonly wrapProvider?: (provider: PaymentProvider) => PaymentProvider;
}

async function openStore({ database, bus, clock, randomness, log, lifecycle }: SubgraphPorts): Promise<PaymentStore> {
  const store = await openPaymentStore({ database, clock, randomness });
  store.relayTo(lifecycle.add("outbox", createOutboxRelay({ source: store, bus, clock, log })));
  return store;
}

async function openTimedProvider(runtime: SubgraphRuntime, dependencies: PaymentsDependencies): Promise<PaymentProvider> {
  const { environment, wrapProvider = (provider) => provider } = dependencies;
  const { clock, log } = runtime;
  const opened = await openProvider({
    kind: environment.PAYMENT_PROVIDER,
    mongoUrl: environment.MONGO_URL,
    mongoDatabase: environment.MONGO_DATABASE,
    clock,
    log,
  });
  runtime.lifecycle.add("provider", opened);
  return withTimeout(wrapProvider(opened.provider), { timeoutMs: environment.PROVIDER_TIMEOUT_MS, clock });
}

/** All of payments but its graph: the store, messages in and out. `provider` ends its calls in time by itself. */
export async function startPayments(runtime: SubgraphPorts, provider: PaymentProvider): Promise<PaymentStore> {
  const { bus, lifecycle, log, randomness } = runtime;
  const store = await openStore(runtime);
  const obeyed = subscriptions({ store, provider });
  lifecycle.add("subscriptions", await subscribe({ bus, consumer: "payments", subscriptions: obeyed, randomness, log }));
  return store;
}

/** The payments subgraph, without a port. @throws DependencyUnavailableError when the database does not answer in time. */
export function createPaymentsService(dependencies: PaymentsDependencies): Promise<Service> {
  return startSubgraph("payments", dependencies, async (runtime) => {
    const { health, log, verifier } = runtime;
    const provider = await openTimedProvider(runtime, dependencies);
    const store = await startPayments(runtime, provider);
    const resolvers = createResolvers({ store, provider });
    return runtime.toService(
      createSubgraph<Context>({
        name: "payments",
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
